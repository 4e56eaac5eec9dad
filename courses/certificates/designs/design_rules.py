"""Rules for the texts of a design: complete in all languages, and short enough."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.certificates.documents.font_coverage import list_unprintable_letters
from elearning.languages import CODES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


#: The message about required texts.
NEEDED = gettext_lazy("Write it in this language too; every certificate needs it.")

#: The maximum length of a word; no word of our languages is longer.
LONGEST_WORD = 40


@dataclass(frozen=True)
class DesignField:
    """A text of the certificate, with its label and length, and whether it is required."""

    name: str
    label: "_StrPromise"
    room: int
    is_needed: bool = False


PARTS = (
    DesignField("issuer", gettext_lazy("Issuer"), 120, is_needed=True),
    DesignField("heading", gettext_lazy("Heading"), 24, is_needed=True),
    DesignField("holder_line", gettext_lazy("Line above the name"), 90, is_needed=True),
    DesignField("closing", gettext_lazy("Closing line"), 140),
    DesignField("basis", gettext_lazy("Legal basis"), 160),
    DesignField("office", gettext_lazy("Who signs: office or post"), 90),
)

#: The texts of a design, by language and field.
type Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class DesignFault:
    """A fault of one field in one language, as a sentence."""

    part: DesignField
    language: str
    sentence: str


def iter_design_faults(words: Words) -> Iterator[DesignFault]:
    """Yield the faults of ``words``, field by field."""
    for part in PARTS:
        said = {code: words.get(code, {}).get(part.name, "").strip() for code in CODES}
        wanted = part.is_needed or any(said.values())
        for code, text in said.items():
            if sentence := _fault(part, text, wanted=wanted):
                yield DesignFault(part, code, sentence)


def _fault(part: DesignField, text: str, *, wanted: bool) -> str:
    if not text:
        return _missing(part) if wanted else ""
    if strange := list_unprintable_letters(text):
        return _("These characters cannot be printed: %(letters)s. Leave them out.") % {
            "letters": " ".join(strange)
        }
    if any(len(word) > LONGEST_WORD for word in text.split()):
        return _(
            "A word of more than %(most)d letters does not fit on a line. Divide it."
        ) % {"most": LONGEST_WORD}
    if (over := len(text) - part.room) > 0:
        return ngettext(
            "%(over)d letter too many: there is room for %(room)d.",
            "%(over)d letters too many: there is room for %(room)d.",
            over,
        ) % {"over": over, "room": part.room}
    return ""


def _missing(part: DesignField) -> str:
    if part.is_needed:
        return str(NEEDED)
    return _("Write it in every language, or in none.")
