"""Annexes of a guideline: forms and checklists after its clauses, which nobody cites."""

from collections.abc import Iterable
from typing import Any

from courses.text_diff import strip_block_keys


def build_annexes(body: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the annexes of a body in the format of ``DocumentVersion.body``.

    An ``annex`` block starts one; the blocks after it belong to it.
    """
    found: list[dict[str, Any]] = []
    for block in body:
        if block.block_type == "annex":
            heading = block.value["heading"]
            found.append({"id": block.id, "heading": heading, "parts": []})
        elif block.block_type != "section" and found:
            part = {"id": block.id, "kind": block.block_type} | _said(block)
            found[-1]["parts"].append(part)
    return found


def _said(block: Any) -> dict[str, Any]:
    value = block.value
    if block.block_type == "text":
        return {"text": strip_block_keys(str(value["text"].source))}
    if block.block_type == "ticks":
        return {"items": list(value["items"])}
    return {
        "title": value["title"],
        "head": list(value["head"]),
        "rows": [list(row) for row in value["rows"]],
    }
