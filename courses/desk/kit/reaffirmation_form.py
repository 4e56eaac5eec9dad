"""The form to confirm that a text is still right under the changed clauses."""

from collections.abc import Iterable
from typing import Any

from django import forms

from courses.desk.kit.decision_forms import ReasonForm
from courses.models import UnitVersion
from courses.provisions.models import ClauseChange
from elearning.decisions import check_unchanged


class ReaffirmationForm(ReasonForm):
    """Why a text is still right, with a mark of what the page showed."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, version: UnitVersion, changes: Iterable[ClauseChange]
    ) -> None:
        """Mark the page as showing ``changes`` under ``version`` of the text."""
        self._changes = [one.pk for one in changes]
        self._mark = "-".join(map(str, [version.pk, *self._changes]))
        super().__init__(data, initial={"read": self._mark})

    def list_read_changes(self) -> list[int]:
        """Return the keys of the changes that the page showed.

        Raises ``OutdatedPageError`` if they, or the version, are no longer the same.
        """
        check_unchanged(self.cleaned_data["read"], self._mark)
        return self._changes
