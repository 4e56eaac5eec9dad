"""Check for content banned from all courses.

Banned are names of groups, their words, profiling, and items of licensed tools. The
list contains no banned word. An entry is the length and the hash of each stem, so that
the repository carries none of the material itself. To add entries, write the stems, one
wording per line, to ``manage.py curriculum_check --entries``.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from operator import contains

from content.curriculum.quality import lists
from content.curriculum.quality.bundle_texts import BundleText
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding

_WORD = re.compile(r"[^\W\d_]+")
#: Codes of items in licensed assessment tools.
_ITEM = re.compile(r"\b(?:BA|SCI|HAC|CM)[ .-]?\d{1,2}\b")
#: What people wear, eat or pray, and the words that would present it as a sign of
#: danger.
_PRACTICE = {
    "kk": r"сақал|хиджаб|намаз|дұға|ораза|орамал|діндар",
    "ru": r"бород|хиджаб|намаз|молитв|пост(?:а|у|ом|ится)?\b|платк|религиозн\w+ практик",
    "en": r"beard|hijab|headscar|prayer|praying|fasting|religious practice",
}
_SIGN = {
    "kk": r"қауіп\w* белгі|белгісі (?:болып|ретінде)|күдік\w*|индикатор|қауіпті екен",
    "ru": r"признак|индикатор|подозрительн|свидетельствует об опасност",
    "en": r"\bsigns?\b|indicator|suspicious|red flag",
}
_NOT = {
    "kk": r"емес|жоқ|болмай|[мбп][ае](?:й|у|ң|с|ған|ген)|ешқашан|ешбір|ешқандай",
    "ru": r"\b(?:не|ни|нет|нельзя|никогда|вместо|ошибк\w+)\b|\bне\w+",
    "en": r"\b(?:not|no|never|nor|neither|none|nothing|without|instead|cannot|mistake\w*)\b|n’t\b",
}
#: Wrong options state what one must not think, and feedback repeats it.
_OPTIONS = ("text", "wrong", "check", "left", "right", "feedback")


def check_banned_content(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield banned content; sentences that sound like profiling are warnings."""
    listed = _listed()
    lengths = frozenset(int(m.partition(":")[0]) for one in listed for m in one)
    for text in reading.texts:
        yield from _banned(reading, text, listed, lengths)
        if found := _ITEM.search(text.words):
            yield reading.on(
                text,
                "never.tool",
                f"“{found[0]}” looks like an item of a licensed tool.",
                "Name the tool and the method, never its items.",
            )
        if not text.place.startswith(_OPTIONS):
            yield from _profiling(reading, text)


def build_banned_entry(wording: str) -> str:
    """Return the list entry for some stems: the length and the hash of each."""
    stems = _WORD.findall(_plain(wording))
    return " ".join(_mark(stem, len(stem)) for stem in stems)


def _plain(words: str) -> str:
    return words.lower().replace("ё", "е")


def _mark(word: str, length: int) -> str:
    return f"{length}:{hashlib.sha256(word[:length].encode()).hexdigest()[:16]}"


@cache
def _marks(word: str, lengths: frozenset[int]) -> frozenset[str]:
    """Return the marks of all stems that a word may have."""
    return frozenset(_mark(word, n) for n in lengths if n <= len(word))


def _listed() -> list[list[str]]:
    return [row.split() for row in sorted(lists.read_word_list("never.txt"))]


def _banned(
    reading: CheckedLibrary,
    text: BundleText,
    listed: list[list[str]],
    lengths: frozenset[int],
) -> Iterator[QualityFinding]:
    words = _WORD.findall(_plain(text.words))
    marks = [_marks(word, lengths) for word in words]
    first = {entry[0] for entry in listed}
    for start in (place for place, found in enumerate(marks) if found & first):
        for one in listed:
            run = marks[start : start + len(one)]
            if len(run) == len(one) and all(map(contains, run, one)):
                told = " ".join(words[start : start + len(one)])
                yield reading.on(
                    text,
                    "never.word",
                    f"“{told}” stands in no course: no groups, slogans or narratives.",
                    "Say what people do, without the name.",
                )


def _profiling(reading: CheckedLibrary, text: BundleText) -> Iterator[QualityFinding]:
    language = text.language
    if language not in _PRACTICE:
        return
    for sentence in re.split(r"(?<=[.!?…])\s+", text.words):
        said = sentence.lower()
        if (
            re.search(_PRACTICE[language], said)
            and re.search(_SIGN[language], said)
            and not re.search(_NOT[language], said)
        ):
            yield reading.on(
                text,
                "never.profiling",
                f"This may read as profiling: “{sentence[:80]}”.",
                "Belief, dress and prayer are signs of nothing; say so, or name conduct.",
                FindingSeverity.WARNING,
            )
