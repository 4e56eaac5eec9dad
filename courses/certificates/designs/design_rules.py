"""What the words of a design may be: there in all languages, and with room on the paper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.certificates.documents.font_coverage import list_unprintable_letters
from elearning.languages import CODES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


#: What is said of words that no certificate can do without.
NEEDED = gettext_lazy("Write it in this language too; every certificate needs it.")

#: The most letters of one word; no word of our languages needs more.
LONGEST_WORD = 40


@dataclass(frozen=True)
class DesignField:
    """A place for words on the paper: what it is called, its room, whether it is a must."""

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

#: The words of a design: for each language, those of each part.
type Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class DesignFault:
    """What is wrong with one part in one language, in a sentence."""

    part: DesignField
    language: str
    sentence: str


def iter_design_faults(words: Words) -> Iterator[DesignFault]:
    """Yield what is wrong with ``words``, part by part; nothing where all is well."""
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
        return _("Papers cannot show these letters: %(letters)s. Leave them out.") % {
            "letters": " ".join(strange)
        }
    if any(len(word) > LONGEST_WORD for word in text.split()):
        return _(
            "A word of more than %(most)d letters has no room on a line. Divide it."
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
    return _("Write it in all three languages, or in none.")
