"""Check of letters: no look-alikes, no foreign letters, Kazakh letters in Kazakh."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from content.curriculum.quality.bundle_texts import BundleText
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding

if TYPE_CHECKING:
    from pathlib import Path

KAZAKH = frozenset("әғқңөұүһі")
#: Minimum share of Kazakh letters; running Kazakh text has 15 to 25 per cent.
LEAST_SHARE = 0.1
#: Length in letters below which a Kazakh text may have none of them.
SHORT = 40

_LATIN = r"A-Za-zÀ-ɏ"
_CYRILLIC = r"Ѐ-ӿ"
_MIXED = re.compile(
    rf"[{_LATIN}{_CYRILLIC}]*(?:[{_LATIN}][{_CYRILLIC}]|[{_CYRILLIC}][{_LATIN}])[{_LATIN}{_CYRILLIC}]*"
)
_CYRILLIC_WORD = re.compile(rf"[{_CYRILLIC}]+")
_STRANGE = re.compile(
    rf"[^\W\d_{_LATIN}{_CYRILLIC}ªº]+|[\u00ad\u200b-\u200f\u2028-\u202e\ufeff\ufffd]"
)
_FOREIGN = {
    "ru": re.compile(r"\w*[әғқңөұүһі]\w*", re.IGNORECASE),
    "kk": re.compile(r"\w*[їєґўђјљњћџ]\w*", re.IGNORECASE),
}
#: Russian words that do not exist in Kazakh.
_RUSSIAN = re.compile(
    r"\b(?:что|для|это|этот|как|или|при|если|чтобы|когда|только|его|после|который|которые"
    r"|может|нужно|быть|есть|нет|вы|вас|вам)\b",
    re.IGNORECASE,
)
_MANY = 2


def check_alphabet(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield letters and words that do not belong to the language of their text."""
    for text in (*reading.texts, *reading.interface):
        yield from _look_alikes(reading, text)
        yield from _other_languages(reading, text)
    for text in reading.in_language("kk"):
        yield from _russian(reading, text)
    yield from _shares(reading)


def _look_alikes(reading: CheckedLibrary, text: BundleText) -> Iterator[QualityFinding]:
    for found in _MIXED.finditer(text.words):
        yield reading.on(
            text,
            "alphabet.mixed",
            f"“{found[0]}” mixes Latin and Cyrillic letters ({_latin(found[0])}).",
            "Type the word anew on one keyboard layout.",
        )
    for found in _STRANGE.finditer(text.words):
        codes = " ".join(f"U+{ord(one):04X}" for one in found[0])
        yield reading.on(
            text,
            "alphabet.strange",
            f"A character that no text needs: {codes}.",
            "Delete it or type the letter anew.",
        )


def _latin(word: str) -> str:
    return "Latin: " + " ".join(sorted(set(re.findall(rf"[{_LATIN}]", word))))


def _other_languages(
    reading: CheckedLibrary, text: BundleText
) -> Iterator[QualityFinding]:
    if text.language == "en" and (found := _CYRILLIC_WORD.search(text.words)):
        yield reading.on(
            text,
            "alphabet.english",
            f"“{found[0]}” stands in an English text.",
            "Translate it, or write it in Latin letters.",
        )
    pattern = _FOREIGN.get(text.language)
    if pattern and (found := pattern.search(text.words)):
        yield reading.on(
            text,
            "alphabet.foreign",
            f"“{found[0]}” has letters of another language ({text.language}).",
            "Translate it, or type it anew.",
        )


def _russian(reading: CheckedLibrary, text: BundleText) -> Iterator[QualityFinding]:
    words = {word.lower() for word in _RUSSIAN.findall(text.words)}
    letters = [one for one in text.words.lower() if one.isalpha()]
    if len(words) >= _MANY or (len(letters) > SHORT and not KAZAKH & set(letters)):
        yield reading.on(
            text,
            "alphabet.russian",
            f"This reads like Russian: “{text.words[:60]}”.",
            "Write it in Kazakh.",
        )


def _shares(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    said: dict[Path, list[str]] = defaultdict(list)
    for text in reading.in_language("kk"):
        said[text.path].append(text.words.lower())
    for path, words in said.items():
        letters = [one for one in "".join(words) if re.match(rf"[{_CYRILLIC}]", one)]
        own = sum(one in KAZAKH for one in letters)
        if len(letters) > 10 * SHORT and own < LEAST_SHARE * len(letters):
            yield reading.at(
                path,
                1,
                "alphabet.kazakh",
                f"Only {own / len(letters):.0%} of the letters are ә ғ қ ң ө ұ ү һ і.",
                "Look whether the text is Kazakh and typed on the Kazakh layout.",
                FindingSeverity.ERROR,
            )
