"""Changes of a guideline, word by word, each with a form for its weight."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import UnitVersion
from courses.provisions import clause_weights
from courses.provisions.document_diff import PartDifference, list_part_differences
from courses.provisions.models import DocumentVersion


class ClauseWeightForm(forms.Form):
    """The weight of the change of one clause, with a reason."""

    weight = forms.ChoiceField(
        label=gettext_lazy("Type of change"),
        choices=UnitVersion.Change,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy(
                "Choose whether the change is editorial or substantive."
            )
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("A substantive change needs a reason, in one sentence."),
    )

    def clean_reason(self) -> str:
        """Require a reason for a substantive change."""
        reason = " ".join(self.cleaned_data["reason"].split())
        weight = self.cleaned_data.get("weight")
        if weight == UnitVersion.Change.SUBSTANTIVE and not reason:
            raise forms.ValidationError(
                _("A substantive change needs a reason. Say it in a sentence.")
            )
        return reason


@dataclass(frozen=True)
class GuidelineDifference:
    """A part that differs, and, if it is a clause, the form for its weight.

    ``difference`` is ``None`` if the clause differs in another language only.
    """

    name: str
    difference: PartDifference | None
    form: ClauseWeightForm | None


def list_guideline_differences(
    version: DocumentVersion, language: str, data: Mapping[str, Any] | None = None
) -> list[GuidelineDifference]:
    """Return the changes of ``version`` in ``language``, in the order of the text.

    ``data`` is a submission, to be shown again with its errors. One query for the
    weights proposed before.
    """
    edition = version.document.current_edition
    before = edition.version.body.get(language, {}) if edition else {}
    asked = dict(_forms(version, data))
    found = [
        GuidelineDifference(one.name, one, asked.pop(one.number, None))
        for one in list_part_differences(before, version.body.get(language, {}))
    ]
    return found + [
        GuidelineDifference(_("Clause %(number)s") % {"number": number}, None, form)
        for number, form in asked.items()
    ]


def collect_clause_weights(
    found: list[GuidelineDifference],
) -> dict[str, clause_weights.Word] | None:
    """Return the submitted weights by clause; ``None`` if a form is invalid."""
    given = [one.form for one in found if one.form is not None]
    if not all(form.is_valid() for form in given):
        return None
    return {
        str(form.prefix): (form.cleaned_data["weight"], form.cleaned_data["reason"])
        for form in given
    }


def _forms(
    version: DocumentVersion, data: Mapping[str, Any] | None
) -> Iterator[tuple[str, ClauseWeightForm]]:
    found = clause_weights.list_clause_changes(version)
    known = clause_weights.list_weight_proposals(found, version.document)
    for one in found:
        claim = known.get(one.number)
        initial = {"weight": claim.weight, "reason": claim.reason} if claim else {}
        yield one.number, ClauseWeightForm(data, prefix=one.number, initial=initial)
