"""The privacy check of all studio forms: data of real people is refused without a reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from content.privacy import finding_messages
from content.privacy.finding_justification import FindingJustification
from content.privacy.models import KeptWords
from content.privacy.open_findings import list_open_findings
from content.privacy.sensitive_data import SensitiveDataFinding, detect_sensitive_data

REASON = "privacy_reason"
_SHORTEST = 10
#: The panel in which an author gives a reason to keep findings.
PRIVACY_PANEL = MultiFieldPanel(
    [FieldPanel(REASON, disable_comments=True)],
    heading=_("Data of real people"),
    classname="collapsed",
)


@dataclass(frozen=True)
class _Place:
    """A field with findings, and its error."""

    field: str
    error: ValidationError
    found: list[SensitiveDataFinding]


class PrivacyCheckedForm(WagtailAdminModelForm):
    """A form that saves apparent data of real people only with a reason.

    This applies to drafts as well: others read them, and they stay. Each finding needs
    a reason once; the reason goes into the audit log, the finding itself never does.
    """

    privacy_reason = forms.CharField(
        label=_("Reason to keep it"),
        required=False,
        max_length=250,
        widget=AdminAutoHeightTextInput,
        help_text=_(
            "Only if saving was refused because of a number or a name: say "
            "why it should stay."
        ),
    )

    def clean(self) -> Any:
        """Add errors for findings, unless there is a valid reason to keep them."""
        cleaned = super().clean()
        known = KeptWords.objects.marks_of(self.instance.translation_key)
        if places := list(self._places(known)):
            self._judge(places)
        return cleaned

    def _judge(self, places: list[_Place]) -> None:
        found = [one for place in places for one in place.found]
        reason = self.cleaned_data.get(REASON, "").strip()
        if fault := _fault_of(reason, found):
            for place in places:
                self.add_error(place.field, place.error)
            self.add_error(REASON, fault)
        else:
            self.instance.justified = FindingJustification(found, reason)

    def _places(self, known: set[str]) -> Iterator[_Place]:
        """Yield each field with new findings."""
        for name, value in self.cleaned_data.items():
            if name == REASON or name in self.errors:
                continue
            if isinstance(value, blocks.StreamValue):
                yield from _in_stream(name, value, known)
            elif many := list_open_findings(value, known):
                yield _Place(name, _said(many), many)
        if many := list_open_findings(self._comments(), known):
            yield _Place(REASON, _said(many), many)

    def _comments(self) -> list[str]:
        """Return the editors’ comments: others read them, too."""
        return [
            value
            for name, value in self.data.items()
            if name.startswith("comments-") and name.endswith("-text")
        ]


def _in_stream(
    name: str, value: blocks.StreamValue, known: set[str]
) -> Iterator[_Place]:
    faults: dict[int, ValidationError] = {}
    everything: list[SensitiveDataFinding] = []
    for number, block in enumerate(value):
        if many := list_open_findings(block.get_prep_value()["value"], known):
            is_struct = isinstance(block.block, blocks.StructBlock)
            sentences = [finding_messages.format_finding(one) for one in many]
            faults[number] = (
                blocks.StructBlockValidationError(non_block_errors=sentences)
                if is_struct
                else _said(many)
            )
            everything += many
    if faults:
        error = blocks.StreamBlockValidationError(block_errors=faults)
        yield _Place(name, error, everything)


def _said(found: list[SensitiveDataFinding]) -> ValidationError:
    return ValidationError([finding_messages.format_finding(one) for one in found])


def _fault_of(reason: str, found: list[SensitiveDataFinding]) -> Any:
    """Return what is wrong with the reason for ``found``; ``None`` if it is valid."""
    if not reason:
        return finding_messages.WHAT_NEXT
    if detect_sensitive_data(reason, settings.PRIVACY_NAMES) or any(
        one.words.casefold() in reason.casefold() for one in found
    ):
        return finding_messages.REASON_NAMES_IT
    return finding_messages.REASON_TOO_SHORT if len(reason) < _SHORTEST else None
