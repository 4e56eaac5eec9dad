"""Check for English left in Kazakh and Russian texts; listed names and codes may stay."""

import re
from collections.abc import Iterator

from content.curriculum.quality import lists
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding

_WORD = re.compile(r"[A-Za-z][A-Za-z’'.-]*[A-Za-z]|[A-Za-z]")
_CODE = re.compile(r"(?=[\w./-]*\d)[A-Za-z0-9]+(?:[./-][A-Za-z0-9]+)*", re.ASCII)
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+\.\S+|\bclause:\S+")
_MARK = re.compile(r"\[[^\]]*\]")  # another check reports editors’ marks
#: Letters that number the parts of a provision, and Roman numerals.
_COUNTED = re.compile(r"(?<![\w’])(?:\(?[a-z]\)|[IVXLC]{2,})(?![\w’])")
_SAME = 2


def check_untranslated_text(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield unlisted words and codes in Latin letters, and Kazakh copied from Russian."""
    yield from _codes(reading)
    yield from _words(reading)
    russian = {(one.path, one.words) for one in reading.in_language("ru")}
    for text in reading.in_language("kk"):
        if len(text.words.split()) >= _SAME and (text.path, text.words) in russian:
            yield reading.on(
                text,
                "untranslated.same",
                f"The Kazakh text is the Russian one: “{text.words[:50]}”.",
                "Write it in Kazakh.",
                FindingSeverity.WARNING,
            )


def _codes(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield codes of instruments: readers know “Rule 43”, not “NMR 43”."""
    cited = _citation(reading)
    for text in reading.texts:
        if found := cited.search(text.words):
            yield reading.on(
                text,
                "untranslated.code",
                f"The code “{found[0]}” stands in a text.",
                "Name the provision as readers know it: “Rule 43”, «Правило 43».",
            )


def _citation(reading: CheckedLibrary) -> re.Pattern[str]:
    codes = "|".join(re.escape(one.code) for one in reading.library.instruments)
    return re.compile(rf"\b(?:{codes or '$.'}) \d+(?:\(\w+\))*")


def _words(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    known = lists.read_word_list("latin.txt")
    cited = _citation(reading)
    for text in reading.in_language("kk", "ru"):
        bare = text.words
        for pattern in (_ADDRESS, _MARK, cited, _COUNTED, _CODE):
            bare = pattern.sub(" ", bare)
        for found in _WORD.finditer(bare):
            if found[0] not in known:
                yield reading.on(
                    text,
                    "untranslated.english",
                    f"“{found[0]}” stands in a text in {text.language}.",
                    "Translate it; a name or a code goes into lists/latin.txt.",
                )
