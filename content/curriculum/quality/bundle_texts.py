"""All texts of the bundles that people read, line by line, with their language.

Lessons, guidelines and pages come from their one-language files. In YAML, any value
under ``kk``, ``ru`` or ``en`` is a text, so a new kind of file is covered too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from yaml import MappingNode, ScalarNode, SequenceNode

from content.curriculum.bundle_approvals import FILE as APPROVALS
from content.curriculum.quality.yaml_trees import read_yaml_tree
from elearning.languages import CODES

_FENCE = re.compile(r"::: (?P<kind>[a-z-]+) \{#(?P<name>[^}]*)\}(?P<rest>.*)$")
_HEADING = re.compile(r"#{2,3} (?P<title>.+?)\s*(?:\{#(?P<name>[^}]*)\})?\s*$")
_START = re.compile(r"^\s*(?:- \[[ x]\] [a-z]\) |- |> |\d+\. )")
_CLAUSE = re.compile(r"^\d+(?:\.\d+)+\s+(?:★\s*)?")
_CITES = re.compile(r"\s*\((?:[^()]|\(\w+\))* (?:[^()]|\(\w+\))+\)\s*$")
_RULER = re.compile(r"[\s|:-]+$")
_LINK = re.compile(r"\[([^\]]*)\]\(((?:[^()]|\(\w+\))*)\)")
_EMPHASIS = re.compile(r"\*+")
#: Kinds of blocks whose words after the name are not text.
UNTITLED = ("quote", "check", "figure")
#: YAML keys whose texts are addresses.
_ADDRESSES = ("link",)


@dataclass(frozen=True)
class BundleText:
    """A line of text without markup; ``place`` is its block or key."""

    path: Path
    line: int
    language: str
    place: str
    words: str


def iter_bundle_texts(root: Path) -> Iterator[BundleText]:
    """Yield every text of the bundles under ``root``."""
    for path in sorted(root.rglob("*")):
        language = path.stem.rpartition(".")[2]
        if path.suffix == ".md" and language in CODES:
            yield from _of_page(path, language)
        elif path.suffix == ".yaml" and path.name != APPROVALS:
            yield from _of_yaml(path)


def iter_catalogue_texts(folder: Path) -> Iterator[BundleText]:
    """Yield every translation of the interface under ``folder``."""
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(path)):
            said = [entry.msgstr, *entry.msgstr_plural.values()]
            for words in filter(None, said):
                language = path.parents[1].name
                yield BundleText(path, entry.linenum or 1, language, entry.msgid, words)


def strip_markup(words: str) -> str:
    """Return ``words`` without emphasis, and with links reduced to their words."""
    return _EMPHASIS.sub("", _LINK.sub(r"\1", words)).strip()


def list_link_targets(words: str) -> list[str]:
    """Return the targets of the links in a text."""
    return [found[1] for found in _LINK.findall(words)]


def _of_page(path: Path, language: str) -> Iterator[BundleText]:
    rows = path.read_text("utf-8").split("\n")
    end = rows.index("---", 1) if rows[0] == "---" and "---" in rows[1:] else 0
    for number, row in enumerate(rows[1:end], start=2):
        key, _colon, value = row.partition(":")
        if key in {"title", "summary"}:
            yield BundleText(path, number, language, key, value.strip().strip('"'))
    place = "lead"
    is_guideline = "guidelines" in path.parts
    for number, row in enumerate(rows[end + 1 :], start=end + 2):
        if found := _FENCE.match(row) or _HEADING.match(row):
            place = found["name"] or place
        for words in _read(row, is_guideline=is_guideline):
            yield BundleText(path, number, language, place, words)


def _read(row: str, *, is_guideline: bool) -> Iterator[str]:
    """Yield the readable text of a line: its words, or the cells of a table."""
    if found := _FENCE.match(row):
        row = "" if found["kind"] in UNTITLED else found["rest"]
    elif row.startswith(":::") or _RULER.match(row):
        return
    elif found := _HEADING.match(row):
        row = found["title"]
    elif is_guideline:
        row = _CITES.sub("", _CLAUSE.sub("", row))
    cells = row.strip("| ").split("|") if row.startswith("|") else [row]
    for cell in cells:
        if words := strip_markup(_START.sub("", cell, count=1)):
            yield words


def _of_yaml(path: Path) -> Iterator[BundleText]:
    yield from _walk(read_yaml_tree(path), path, "")


def _walk(node: Any, path: Path, key: str) -> Iterator[BundleText]:
    if isinstance(node, SequenceNode):
        for one in node.value:
            yield from _walk(one, path, key)
    elif isinstance(node, MappingNode):
        for name, value in node.value:
            if name.value in CODES and key not in _ADDRESSES:
                yield from _said(value, path, name.value, key)
            elif name.value not in CODES:
                yield from _walk(value, path, str(name.value))


def _said(node: Any, path: Path, language: str, key: str) -> Iterator[BundleText]:
    if isinstance(node, SequenceNode):
        for one in node.value:
            yield from _said(one, path, language, key)
    elif isinstance(node, ScalarNode):
        line = node.start_mark.line + 1
        for number, row in enumerate(str(node.value).split("\n")):
            if words := strip_markup(row):
                yield BundleText(path, line + number, language, key, words)
