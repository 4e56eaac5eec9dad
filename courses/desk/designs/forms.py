"""Forms for certificate designs."""

from typing import Any

from django import forms
from django.core import signing
from django.forms import BoundField
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.certificates.designs import emblem_reader
from courses.certificates.designs.design_proposals import DesignDraft
from courses.certificates.designs.design_rules import (
    NEEDED,
    PARTS,
    DesignField,
    iter_design_faults,
)
from courses.certificates.documents import certificate_texts
from courses.certificates.errors import DesignError
from courses.certificates.models import Design, Palette
from courses.desk.kit.decision_forms import ReasonForm, SecondPersonForm
from elearning.languages import CODES, OWN_NAMES

_SALT = "courses.desk.designs.emblem"


class DesignForm(ReasonForm):
    """The words, colour and emblem of a design, and the reason for proposing it.

    Once read, the emblem travels in the form as a signed value, so a preview does not
    ask for the file again. ``is_look`` is a preview, which needs no reason.
    """

    palette = forms.ChoiceField(
        label=gettext_lazy("Colour"), choices=Palette.choices, widget=forms.RadioSelect
    )
    emblem = forms.FileField(
        label=gettext_lazy("Emblem"),
        required=False,
        help_text=gettext_lazy("SVG or PNG, up to 200 KB. Convert text to outlines."),
        widget=forms.FileInput(attrs={"accept": ".svg,.png"}),
    )
    without_emblem = forms.BooleanField(label=gettext_lazy("No emblem"), required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        before: Design | None,
        is_look: bool = False,
    ) -> None:
        """Start with the words, colour and emblem of the design ``before``."""
        said = before.words if before else _built_in()
        first = {
            _field(part, code): said.get(code, {}).get(part.name, "")
            for part in PARTS
            for code in CODES
        }
        first["palette"] = before.palette if before else Palette.SKY
        super().__init__(data, files, initial=first)
        for part in PARTS:
            for code in CODES:
                self.fields[_field(part, code)] = _words_field(part, code)
        self.fields["reason"].required = not is_look
        self.fields["reason"].label = _("Reason for the change")
        self.drawn = before.emblem if before else ""

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The word fields, part by part, each in three languages."""
        return [
            {"part": part, "room": _room(part), "fields": self._fields_of(part)}
            for part in PARTS
        ]

    @property
    def keeping(self) -> str:
        """The emblem as a signed value for the form."""
        return signing.dumps(self.drawn, salt=_SALT, compress=True)

    def clean(self) -> dict[str, Any]:
        """Read the emblem, and check the words."""
        cleaned = super().clean() or self.cleaned_data
        self._read_emblem()
        for fault in iter_design_faults(self.draft().words):
            place = _field(fault.part, fault.language)
            if place not in self.errors:
                self.add_error(place, f"{fault.part.label}: {fault.sentence}")
        return cleaned

    def draft(self) -> DesignDraft:
        """Return the design entered so far."""
        values = self.cleaned_data if self.is_bound else self.initial
        words = {
            code: {part.name: self._value(_field(part, code)) for part in PARTS}
            for code in CODES
        }
        return DesignDraft(words, values.get("palette") or Palette.SKY, self.drawn)

    def _value(self, name: str) -> str:
        if self.is_bound:
            return str(self.data.get(self.add_prefix(name), ""))
        return str(self.initial.get(name, ""))

    def _read_emblem(self) -> None:
        if self.data.get("kept"):
            try:
                self.drawn = signing.loads(self.data["kept"], salt=_SALT)
            except signing.BadSignature:
                self.add_error("emblem", _("Choose the emblem file again."))
        if self.cleaned_data.get("without_emblem"):
            self.drawn = ""
        elif file := self.cleaned_data.get("emblem"):
            try:
                self.drawn = emblem_reader.read_emblem(
                    file.read(emblem_reader.HEAVIEST + 1)
                )
            except DesignError as error:
                self.add_error("emblem", str(error))

    def _fields_of(self, part: DesignField) -> list[BoundField]:
        return [self[_field(part, code)] for code in CODES]


class DesignDecisionForm(SecondPersonForm):
    """Decision on using a design, and the reason."""

    confirming = gettext_lazy(
        "Put it into use: certificates issued from now on will look like this"
    )


def _built_in() -> dict[str, dict[str, str]]:
    said = {}
    for code in CODES:
        with translation.override(code):
            said[code] = certificate_texts.build_default_texts()
    return said


def _field(part: DesignField, code: str) -> str:
    return f"{part.name}_{code}"


def _words_field(part: DesignField, code: str) -> forms.CharField:
    """Return the field of one part in one language; ``iter_design_faults`` checks it."""
    return forms.CharField(
        label=OWN_NAMES[code],
        required=part.is_needed,
        error_messages={"required": format_lazy("{}: {}", part.label, NEEDED)},
        max_length=part.room * 3,
        widget=forms.TextInput(attrs={"lang": code, "class": "width-full"}),
    )


def _room(part: DesignField) -> str:
    return ngettext("Up to %(room)d letter.", "Up to %(room)d letters.", part.room) % {
        "room": part.room
    }
