"""Check of quotation marks, dashes and spaces in each language."""

import re
from collections.abc import Iterator

from content.curriculum.quality.bundle_texts import BundleText
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding

#: For all languages: name, pattern, and what to write instead.
_ALL = (
    (
        "straight-quotes",
        r"[\"']",
        "Use the quotation marks and the apostrophe of the language.",
    ),
    ("double-space", r"(?<=\S)[ \u00a0]{2,}(?=\S)", "Leave one space."),
    ("space-before", r"\s[,;:!?.»”)](?!\w)", "Take the space away."),
    ("no-space", r"[,;!?»”](?=[^\W\d_])", "Put a space after the mark."),
    ("repeated", r"(?<![\w-])(\w{2,}) \1(?![\w-])", "Delete one of them."),
    ("dots", r"\.\.+", "Type … as one character."),
    (
        "hyphen",
        r"\s--?\s",
        "Use the dash of the language: — in Russian and English, – in Kazakh.",
    ),
)
#: May be right: Kazakh can repeat a word («бопсалау бопсалау деп жазылды»).
_MILD = {"repeated"}
#: For one language.
_OWN = {
    "kk": (
        ("dash", r"—", "Kazakh uses “ – ”."),
        ("guillemets", r"[“”„]", "Kazakh uses «…», and “…” inside them only."),
    ),
    "ru": (
        ("yo", r"\w*ё\w*", "Write е: the platform’s Russian has no ё."),
        ("dash", r"\s–\s", "Russian uses “ — ”."),
        ("guillemets", r"[“”„]", "Russian uses «…», and „…“ inside them only."),
    ),
    "en": (("guillemets", r"[«»„]", "English uses “…”."),),
}
#: Readers are addressed with a capital, except in quotations, where somebody else
#: speaks.
_ADDRESS = {
    "ru": re.compile(
        r"(?<!\w)(?:вы|вас|вам|вами|ваш(?:а|е|и|его|ей|их|им|ему|у|ими)?)(?!\w| дво| об(?:а|о))"
    ),
    "kk": re.compile(r"(?<!\w)сіз(?:ге|ді|дің|ден|бен|де)?(?!\w)"),
}
_PAIRS = {"kk": ("«", "»"), "ru": ("«", "»"), "en": ("“", "”")}


def check_typography(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield typography that is wrong in the language of the text."""
    for text in reading.texts:
        yield from _typed(reading, text)
        if text.language in _ADDRESS:
            yield from _address(reading, text)
        first, last = _PAIRS.get(text.language, _PAIRS["en"])
        if text.words.count(first) != text.words.count(last):
            advice = f"Every {first} needs a {last} in the same paragraph."
            yield _finding(reading, text, "pairs", text.words[:40], advice)
    for text in reading.interface:
        if text.language == "ru":
            for word in re.findall(r"\w*ё\w*", text.words, re.IGNORECASE):
                yield _finding(reading, text, "yo", word, "Write е.")


def _typed(reading: CheckedLibrary, text: BundleText) -> Iterator[QualityFinding]:
    for name, pattern, advice in (*_ALL, *_OWN.get(text.language, ())):
        whole = _outside(text) if name == "guillemets" else text.words
        for found in re.finditer(pattern, whole, re.IGNORECASE):
            words = text.words[max(0, found.start() - 12) : found.end() + 12]
            yield _finding(reading, text, name, words, advice)


def _address(reading: CheckedLibrary, text: BundleText) -> Iterator[QualityFinding]:
    for found in _ADDRESS[text.language].finditer(_outside(text)):
        yield reading.on(
            text,
            "typography.address",
            f"“{text.words[max(0, found.start() - 20) : found.end() + 20]}”.",
            "Write «Вы» and «Сіз» with a capital where the reader is meant.",
            FindingSeverity.WARNING,
        )


def _outside(text: BundleText) -> str:
    """Return a text with the contents of its quotation marks replaced by blanks."""
    first, last = _PAIRS.get(text.language, _PAIRS["en"])
    if text.language not in _PAIRS or text.language == "en":
        return text.words
    inside = rf"(?<={first})[^{first}{last}]*(?={last})"
    return re.sub(inside, lambda found: " " * len(found[0]), text.words)


def _finding(
    reading: CheckedLibrary, text: BundleText, name: str, words: str, advice: str
) -> QualityFinding:
    severity = FindingSeverity.WARNING if name in _MILD else FindingSeverity.ERROR
    rule = f"typography.{name}"
    return reading.on(text, rule, f"“{words.strip()}”.", advice, severity)
