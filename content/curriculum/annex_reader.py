"""Reader for the annexes of a guideline file: forms and checklists after the clauses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.curriculum.bundle_keys import NAME, derive_text_key
from content.curriculum.bundle_markup import render_rich_text
from content.curriculum.errors import FaultCollector

#: The prefix of the name of a section that is an annex.
PREFIX = "annex-"
_FENCE = re.compile(r"::: table \{#(?P<name>[^}]*)\}\s*(?P<title>.*)$")
_TICK = re.compile(r"- \[(?P<mark>.)\]\s*(?P<text>.*)$")
_RULER = re.compile(r"\|?[\s|:-]*-[\s|:-]*$")
#: The largest number of columns that a table in the studio can have.
MOST_COLUMNS = 6


@dataclass
class AnnexSource:
    """The place of an annex: its guideline, its name, and the collector of its faults."""

    document: str
    name: str
    path: Path
    faults: FaultCollector

    def key(self, *names: str) -> str:
        return derive_text_key(self.document, self.document, self.name, *names)


def read_annex(
    place: AnnexSource, paragraphs: Iterable[tuple[int, str]]
) -> list[dict[str, Any]]:
    """Return the parts of an annex as stored in the register.

    ``paragraphs`` are pairs of a line number and a text.
    """
    parts: list[dict[str, Any]] = []
    for line, text in paragraphs:
        if text.startswith(":::"):
            parts.append(_table(place, line, text.split("\n")))
            continue
        rows = text.split("\n")
        first = next((i for i, row in enumerate(rows) if _TICK.match(row)), len(rows))
        if words := "\n".join(rows[:first]):
            _add_text(place, parts, line, words)
        if ticks := rows[first:]:
            _add_ticks(place, parts, line + first, ticks)
    names = [part["id"] for part in parts]
    for part in parts:
        if names.count(part["id"]) > 1:
            place.faults.add(place.path, 1, f"A name stands twice in {place.name}.")
    return parts


def build_annex_blocks(annex: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an annex as the blocks stored by the studio."""
    heading = {
        "type": "annex",
        "id": annex["id"],
        "value": {"heading": annex["heading"]},
    }
    return [heading, *(_raw(part) for part in annex["parts"])]


def build_annex_shape(annex: dict[str, Any]) -> list[Any]:
    """Return the structure of an annex that must be the same in every language."""
    return [
        annex["id"],
        [
            (
                part["id"],
                part["kind"],
                len(part.get("items", part.get("rows", ()))),
                len(part.get("head", ())),
            )
            for part in annex["parts"]
        ],
    ]


def _add_text(
    place: AnnexSource, parts: list[dict[str, Any]], line: int, words: str
) -> None:
    html = render_rich_text(words, place.path, line, place.faults)
    if parts and parts[-1]["kind"] == "text":
        parts[-1]["text"] += html
    else:
        number = sum(part["kind"] == "text" for part in parts) + 1
        key = place.key(f"text-{number}")
        parts.append({"id": key, "kind": "text", "text": html})


def _add_ticks(
    place: AnnexSource, parts: list[dict[str, Any]], line: int, rows: list[str]
) -> None:
    items: list[str] = []
    for number, row in enumerate(rows, start=line):
        found = _TICK.match(row)
        if found is None:
            items[-1] += f" {row.strip()}"
            continue
        if found["mark"] != " ":
            reason = "A box of a form is empty: - [ ] Text."
            place.faults.add(place.path, number, reason)
        if not found["text"].strip():
            place.faults.add(place.path, number, "A box has words beside it.")
        items.append(found["text"].strip())
    if parts and parts[-1]["kind"] == "ticks":
        parts[-1]["items"] += items
    else:
        number = sum(part["kind"] == "ticks" for part in parts) + 1
        key = place.key(f"ticks-{number}")
        parts.append({"id": key, "kind": "ticks", "items": items})


def _table(place: AnnexSource, line: int, rows: list[str]) -> dict[str, Any]:
    found = _FENCE.match(rows[0])
    name = found["name"] if found else ""
    title = found["title"].strip() if found else ""

    def fail(reason: str, at: int = line) -> None:
        place.faults.add(place.path, at, reason)

    if not found or not title or not NAME.fullmatch(name):
        fail("An annex has tables: ::: table {#name} Caption.")
    if rows[-1].strip() != ":::":
        fail("This table is not closed with :::, or an empty line stands in it.")
    inside = [row for row in rows[1:] if row.strip() != ":::"]
    if len(inside) < 3 or not _RULER.match(inside[1]):
        fail("A table has a head, a line |---|---| and at least one row.")
        inside = ["", "", *inside]
    head = _cells(inside[0])
    body = [_cells(row) for row in inside[2:]]
    if not all(head) or len(head) > MOST_COLUMNS:
        fail(f"Each column has a heading, and there are at most {MOST_COLUMNS}.")
    for number, row in enumerate(body, start=line + 3):
        if len(row) != len(head):
            fail("A row of the table has not as many cells as its head.", number)
    key = place.key(name)
    return {"id": key, "kind": "table", "title": title, "head": head, "rows": body}


def _cells(row: str) -> list[str]:
    inside = row.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in inside.split("|")]


def _raw(part: dict[str, Any]) -> dict[str, Any]:
    raw = {"type": part["kind"], "id": part["id"]}
    if part["kind"] == "text":
        return raw | {"value": {"text": part["text"]}}
    if part["kind"] == "ticks":
        return raw | {"value": {"items": _items(part["id"], "item", part["items"])}}
    rows = [
        _items(part["id"], f"row-{number}", row)
        for number, row in enumerate(part["rows"], start=1)
    ]
    value = {
        "title": part["title"],
        "head": _items(part["id"], "head", part["head"]),
        "rows": _items(part["id"], "row", rows),
    }
    return raw | {"value": value}


def _items(owner: str, kind: str, values: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "type": "item",
            "id": derive_text_key(owner, kind, str(number)),
            "value": value,
        }
        for number, value in enumerate(values, start=1)
    ]
