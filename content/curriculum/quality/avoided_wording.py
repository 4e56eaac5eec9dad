"""Check for wording to avoid, listed in wording.yaml: jargon, labels, calques."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from content.curriculum.quality import lists
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding


@dataclass(frozen=True)
class _Wording:
    """A wording to avoid: its pattern, its exceptions, and what to write instead."""

    found: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]
    instead: str
    severity: FindingSeverity


def check_avoided_wording(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield every listed wording in a text of its language."""
    listed = _listed()
    for text in reading.texts:
        for one in listed.get(text.language, ()):
            words = text.words
            for pattern in one.unless:
                words = pattern.sub(lambda found: "·" * len(found[0]), words)
            for found in one.found.finditer(words):
                yield reading.on(
                    text,
                    "wording.avoided",
                    f"“{found[0]}” is not how the service speaks.",
                    f"Write instead: {one.instead}.",
                    one.severity,
                )


@cache
def _listed() -> dict[str, list[_Wording]]:
    path = lists.FOLDER / "wording.yaml"
    top: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text("utf-8"))
    return {language: [_wording(row) for row in rows] for language, rows in top.items()}


def _wording(row: dict[str, Any]) -> _Wording:
    return _Wording(
        found=_pattern(row["words"]),
        unless=tuple(_pattern(words) for words in row.get("unless", ())),
        instead=row["instead"],
        severity=FindingSeverity.WARNING if row.get("mild") else FindingSeverity.ERROR,
    )


def _pattern(words: str) -> re.Pattern[str]:
    """Return the pattern of words in which “*” stands for any letters."""
    parts = [re.escape(word).replace(r"\*", r"\w*") for word in words.split()]
    return re.compile(rf"(?<!\w){r'[\s-]+'.join(parts)}(?!\w)", re.IGNORECASE)
