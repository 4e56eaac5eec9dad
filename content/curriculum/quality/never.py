"""What stands in no course: names of groups, their words, profiling, items of licensed tools.

The list holds no such word. An entry is the lengths of stems and a hash of them, so that
the repository carries none of the material itself; for a new one write the stems, a
wording a line, into ``manage.py curriculum_check --entries``.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator

from content.curriculum.quality import lists
from content.curriculum.quality.findings import Finding, Severity
from content.curriculum.quality.reading import Reading
from content.curriculum.quality.texts import Text

_WORD = re.compile(r"[^\W\d_]+")
#: Codes of items in licensed tools of assessment.
_ITEM = re.compile(r"\b(?:BA|SCI|HAC|CM)[ .-]?\d{1,2}\b")
#: What somebody wears, eats or prays, and what would make a sign of danger of it.
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
#: Wrong options say what one must not think, and feedback repeats it.
_OPTIONS = ("text", "wrong", "check", "left", "right", "feedback")


def check(reading: Reading) -> Iterator[Finding]:
    """Yield what no text may have; sentences that sound like profiling are warnings."""
    listed = _listed()
    for text in reading.texts:
        yield from _banned(reading, text, listed)
        if found := _ITEM.search(text.words):
            yield reading.on(
                text,
                "never.tool",
                f"“{found[0]}” looks like an item of a licensed tool.",
                "Name the tool and the method, never its items.",
            )
        if not text.place.startswith(_OPTIONS):
            yield from _profiling(reading, text)


def entry(wording: str) -> str:
    """Return the line of the list for stems: the lengths of the words and their hash."""
    stems = _WORD.findall(_plain(wording))
    return f"{'+'.join(str(len(stem)) for stem in stems)} {_hash(stems)}"


def _plain(words: str) -> str:
    return words.lower().replace("ё", "е")


def _hash(stems: list[str]) -> str:
    return hashlib.sha256(" ".join(stems).encode()).hexdigest()[:20]


def _listed() -> dict[tuple[int, ...], set[str]]:
    """Return the hashes of the list by the lengths of their stems."""
    found: dict[tuple[int, ...], set[str]] = defaultdict(set)
    for row in lists.words("never.txt"):
        lengths, digest = row.split()
        found[tuple(int(n) for n in lengths.split("+"))].add(digest)
    return found


def _banned(
    reading: Reading, text: Text, listed: dict[tuple[int, ...], set[str]]
) -> Iterator[Finding]:
    words = _WORD.findall(_plain(text.words))
    for lengths, digests in listed.items():
        for start in range(len(words) - len(lengths) + 1):
            run = words[start : start + len(lengths)]
            stems = [word[:n] for word, n in zip(run, lengths, strict=True)]
            if all(map(len, stems)) and _hash(stems) in digests:
                yield reading.on(
                    text,
                    "never.word",
                    f"“{' '.join(run)}” stands in no course: no groups, slogans or narratives.",
                    "Say what people do, without the name.",
                )


def _profiling(reading: Reading, text: Text) -> Iterator[Finding]:
    language = text.language
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
                Severity.WARNING,
            )
