"""The form by which somebody says that a text is still right by the clauses they have read."""

from collections.abc import Iterable

from django import forms

from courses.desk.kit.decision_forms import ReasonForm
from courses.provisions.models import ClauseChange


class ReaffirmationForm(ReasonForm):
    """Why a text is still right, with the changes that were on the page."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_read(self) -> list[int]:
        """Return the keys of the changes that were on the page."""
        said = self.cleaned_data["read"].split("-")
        return [int(one) for one in said if one.isdecimal()]


def build_read_changes(changes: Iterable[ClauseChange]) -> dict[str, str]:
    """Return what the form begins with: the ``changes`` that its page shows."""
    return {"read": "-".join(str(one.pk) for one in changes)}
