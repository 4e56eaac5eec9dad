"""Characters that certificate PDFs can show."""

import re
import unicodedata

#: Replaces characters missing from our fonts, so that printing never fails.
UNKNOWN = "?"

#: Hyphens missing from all fonts, replaced by the one that all have.
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-"})

#: Matches characters missing from all fonts. Allowed are Latin, Cyrillic with the
#: letters of the peoples of Kazakhstan and their neighbours, Arabic, and the signs of
#: our texts; a test compares each with the fonts.
UNPRINTABLE = re.compile(
    r"[^ -~\u00a0-\u012b\u012e-\u0131\u0134-\u0165\u0168-\u017f"
    r"\u0218-\u021b\u0400-\u045f\u0490-\u0493\u0496-\u049b\u04a0-\u04a3\u04ae-\u04b3\u04b6-\u04b7\u04ba-\u04bb"
    r"\u04d8-\u04d9\u04e2-\u04e3\u04e8-\u04e9\u04ee-\u04ef"
    r"\u0621-\u063a\u0641-\u0652\u0660-\u0669\u067e\u0686\u0698\u06a9\u06af\u06cc"
    r"\u2013\u2014\u2018-\u201a\u201c-\u201e\u2026\u202f\u2116]"
)


def make_printable(words: str) -> str:
    """Return ``words`` as certificate PDFs can show them, on one line.

    Direction marks and other characters without a glyph are dropped: Arabic needs none.
    A letter missing from all fonts becomes ``UNKNOWN``, so that no name prevents
    printing.
    """
    shaped = "".join(
        letter
        for letter in words
        if letter.isspace() or unicodedata.category(letter) not in _SHAPELESS
    )
    line = " ".join(unicodedata.normalize("NFC", shaped).translate(_HYPHENS).split())
    return UNPRINTABLE.sub(UNKNOWN, line)


_SHAPELESS = {"Cf", "Cc", "Cs", "Co", "Cn"}


def list_unprintable_letters(words: str) -> list[str]:
    """Return the letters of ``words`` that certificate PDFs cannot show, each once."""
    shaped = "".join(words.translate(_HYPHENS).split())
    strange = [one for one in shaped if unicodedata.category(one) in _SHAPELESS]
    return sorted(
        {*strange, *UNPRINTABLE.findall(unicodedata.normalize("NFC", shaped))}
    )
