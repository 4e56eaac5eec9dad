"""The form to confirm that a text is still right under the changed clauses."""

from collections.abc import Iterable

from django import forms

from courses.desk.kit.decision_forms import ReasonForm
from courses.provisions.models import ClauseChange


class ReaffirmationForm(ReasonForm):
    """Why a text is still right, with the changes that the page showed."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_read(self) -> list[int]:
        """Return the keys of the changes that the page showed."""
        said = self.cleaned_data["read"].split("-")
        return [int(one) for one in said if one.isdecimal()]


def build_read_changes(changes: Iterable[ClauseChange]) -> dict[str, str]:
    """Return the initial data of the form for the ``changes`` that its page shows."""
    return {"read": "-".join(str(one.pk) for one in changes)}
