"""Check that three languages match: paragraphs, lists, rows, emphasis, links, numbers."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaml import MappingNode, SequenceNode

from content.curriculum.bundle_approvals import FILE as APPROVALS
from content.curriculum.quality.bundle_texts import list_link_targets
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding
from content.curriculum.quality.yaml_trees import read_yaml_tree
from elearning.languages import CODES

_ITEM = re.compile(r"^\s*(?:-|\d+\.) ", re.MULTILINE)
_ROW = re.compile(r"^\|.*$", re.MULTILINE)
_HEADING = re.compile(r"^###? ", re.MULTILINE)
_BOLD = re.compile(r"\*\*[^*]+\*\*")
_ITALIC = re.compile(r"(?<!\*)\*[^*\n]+\*(?!\*)")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_GAP = re.compile(r"\[\[\w+\]\]")
_CITES = re.compile(r"\(((?:[^()]|\(\w+\))*[A-Z]{2}(?:[^()]|\(\w+\))*)\)\s*$")
_FENCE = re.compile(r"^::: |^## ", re.MULTILINE)
_FRONT = re.compile(r"---\n.*?\n---\n", re.DOTALL)
#: Keys not compared: addresses, and the forms of a term, whose number varies by
#: language.
_APART = ("link", "forms")
_CLAUSE = re.compile(r"^(\d+(?:\.\d+)+) ", re.MULTILINE)


def _paragraphs(words: str) -> int:
    return len([one for one in re.split(r"\n\s*\n", words) if one.strip()])


#: What is counted in a text: its name, and how.
_COUNTS: dict[str, Callable[[str], Any]] = {
    "paragraphs": _paragraphs,
    "list items": lambda words: len(_ITEM.findall(words)),
    "table rows": lambda words: len(_ROW.findall(words)),
    "table cells": lambda words: sum(row.count("|") for row in _ROW.findall(words)),
    "headings": lambda words: len(_HEADING.findall(words)),
    "bold words": lambda words: len(_BOLD.findall(words)),
    "words in italics": lambda words: len(_ITALIC.findall(words)),
    "links": lambda words: sorted(list_link_targets(words)),
    "gaps": lambda words: sorted(_GAP.findall(words)),
}


@dataclass(frozen=True)
class _Said:
    """The text of one place in one language."""

    path: Path
    line: int
    words: str


def check_translation_parity(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield every place whose languages differ in form."""
    for place, said in _places(reading):
        if missing := sorted(set(CODES) - set(said)):
            first = next(iter(said.values()))
            yield reading.at(
                first.path,
                first.line,
                "parity.language",
                f"“{place}” is missing in {', '.join(missing)}.",
                "Write it in every language.",
            )
        else:
            yield from _compare(reading, place, said)


def _compare(
    reading: CheckedLibrary, place: str, said: dict[str, _Said]
) -> Iterator[QualityFinding]:
    for name, count in _COUNTS.items():
        counts = {code: count(one.words) for code, one in said.items()}
        if len({str(one) for one in counts.values()}) > 1:
            yield _differs(reading, place, said, name, counts)
    cited = {code: _cited(one.words) for code, one in said.items()}
    is_clause = _CLAUSE.match(f"{place} ")
    if is_clause and len({str(one) for one in cited.values()}) > 1:
        yield _differs(reading, place, said, "citations", cited)
    numbers = {code: _numbers(one.words) for code, one in said.items()}
    if len({str(one) for one in numbers.values()}) > 1:
        yield _differs(
            reading, place, said, "numbers", numbers, FindingSeverity.WARNING
        )


def _differs(
    reading: CheckedLibrary,
    place: str,
    said: dict[str, _Said],
    name: str,
    counts: dict[str, Any],
    severity: FindingSeverity = FindingSeverity.ERROR,
) -> QualityFinding:
    seen = Counter(str(one) for one in counts.values())
    usual = seen.most_common(1)[0][0]
    odd = next(code for code, one in counts.items() if str(one) != usual)
    told = ", ".join(f"{code} {counts[code]}" for code in CODES)
    return reading.at(
        said[odd].path,
        said[odd].line,
        f"parity.{name.replace(' ', '-')}",
        f"“{place}” differs in {name}: {told}.",
        "Give every language the same.",
        severity,
    )


def _cited(words: str) -> list[str]:
    rows = words.split("\n")
    return [found[1] for row in rows if (found := _CITES.search(row))]


def _numbers(words: str) -> list[str]:
    bare = re.sub(r"^\s*\d+\. ", "", words, flags=re.MULTILINE)
    return sorted(one.replace(",", ".") for one in _NUMBER.findall(bare))


def _places(reading: CheckedLibrary) -> Iterator[tuple[str, dict[str, _Said]]]:
    """Yield every place that has words in several languages."""
    stems: dict[Path, dict[str, Path]] = {}
    for path in sorted(reading.root.rglob("*.md")):
        name, _dot, code = path.stem.rpartition(".")
        if code in CODES:
            stems.setdefault(path.parent / name, {})[code] = path
    for files in stems.values():
        yield from _of_pages(files)
    for path in sorted(reading.root.rglob("*.yaml")):
        if path.name != APPROVALS:
            yield from _of_yaml(read_yaml_tree(path), path, "")


def _words(node: Any) -> str:
    """Return the words of a value: a text or a list of lines."""
    if isinstance(node, SequenceNode):
        return " ".join(_words(one) for one in node.value)
    return str(node.value)


def _of_pages(files: dict[str, Path]) -> Iterator[tuple[str, dict[str, _Said]]]:
    parts: dict[str, dict[str, _Said]] = {}
    for code, path in files.items():
        whole = path.read_text("utf-8")
        front = _FRONT.match(whole)
        start = front.end() if front else 0
        marks = [start, *(one.start() for one in _FENCE.finditer(whole, start))]
        for at, end in zip(marks, [*marks[1:], len(whole)], strict=True):
            words = whole[at:end]
            name = re.search(r"\{#([^}]*)\}", words.split("\n", 1)[0])
            place = name[1] if name and at != start else "lead"
            for clause, start, text in _clauses(words):
                line = whole.count("\n", 0, at + start) + 1
                said = _Said(path, line, re.sub(r"^(?:##|:::).*\n", "", text))
                parts.setdefault(clause or place, {})[code] = said
    yield from parts.items()


def _clauses(words: str) -> Iterator[tuple[str, int, str]]:
    """Yield each numbered clause of a section with its number and start, or the whole."""
    marks = [one.start() for one in _CLAUSE.finditer(words)]
    if not marks:
        yield "", 0, words
        return
    for at, end in zip(marks, [*marks[1:], len(words)], strict=True):
        text = words[at:end]
        yield text.split(" ", 1)[0], at, text


def _of_yaml(node: Any, path: Path, key: str) -> Iterator[tuple[str, dict[str, _Said]]]:
    if isinstance(node, SequenceNode):
        for one in node.value:
            yield from _of_yaml(one, path, key)
    elif isinstance(node, MappingNode):
        said = {
            name.value: _Said(path, value.start_mark.line + 1, _words(value))
            for name, value in node.value
            if name.value in CODES
        }
        if said and key not in _APART:
            yield key, said
        for name, value in node.value:
            if name.value not in CODES:
                yield from _of_yaml(value, path, str(name.value))
