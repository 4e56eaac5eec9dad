"""Analysis of stored bodies: citations, structure, plain text."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.html import strip_tags

#: Keys of blocks whose value is a citation or a list of them.
_CITING = ("citation", "cites")
#: Keys whose values are data for the platform and not read by people.
_SILENT = (
    *("citation", "cites", "kind", "to", "name", "id", "type", "ending", "url"),
    *("drawing", "captions"),
)
_NOTHING: tuple[Any, ...] = ("", None, [], {})
_BREAK = re.compile(r"</(?:p|li|h3|h2|td|th)>|<br/?>")


def split_citations(text: str) -> list[str]:
    """Return the citations in a field, separated by commas, semicolons or lines."""
    parts = re.split(r"[,;\n]", text or "")
    return [" ".join(part.split()) for part in parts if part.strip()]


def list_citations(raw: Any) -> list[str]:
    """Return every citation in a stored body, in order, each once."""
    found: list[str] = []
    for key, value in _leaves(raw):
        if key in _CITING and isinstance(value, str):
            found += split_citations(value)
    return list(dict.fromkeys(found))


def extract_body_text(raw: Any) -> str:
    """Return the words of a stored body, block by block, without markup."""
    words = [
        strip_tags(_BREAK.sub(" ", value))
        for key, value in _leaves(raw)
        if key not in _SILENT and isinstance(value, str)
    ]
    return " ".join(" ".join(words).split())


def strip_empty_values(raw: Any) -> Any:
    """Return a stored body without its empty values.

    The content hash is computed from the result, so that a field added to a block later
    does not change the hash of bodies that leave it empty.
    """
    if isinstance(raw, dict):
        parts = {name: strip_empty_values(value) for name, value in raw.items()}
        return {name: part for name, part in parts.items() if part not in _NOTHING}
    return (
        [strip_empty_values(value) for value in raw] if isinstance(raw, list) else raw
    )


def list_bank_question_keys(raw: Any) -> list[str]:
    """Return the keys of the bank questions asked in a stored body, each once."""
    asked = [b["value"]["question"] for b in raw if b["type"] == "bank_check"]
    return list(dict.fromkeys(key for key in asked if key))


def hash_body_structure(raw: Any) -> str:
    """Return a hash of the ids and types of a stored body.

    The order of blocks matters; the order within a list of options does not, since it
    may differ between languages.
    """
    shape = [_shape(block) for block in raw]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


def _shape(block: dict[str, Any]) -> list[Any]:
    kind, value = block["type"], block["value"]
    shape: list[Any] = [block["id"], kind]
    if kind == "check":
        shape += [value["kind"], sorted(_option(item) for item in value["options"])]
    if kind == "bank_check":
        shape.append(value["question"])
    if kind == "scenario":
        shape += [_node(item["value"]) for item in value["nodes"]]
    return shape


def _option(item: dict[str, Any]) -> list[Any]:
    return [item["id"], bool(item["value"].get("correct"))]


def _node(value: dict[str, Any]) -> list[Any]:
    ways = [[item["id"], item["value"]["to"]] for item in value["choices"]]
    return [value["name"], value.get("ending") or "", sorted(ways)]


def _leaves(raw: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(raw, dict):
        for name, value in raw.items():
            yield from _leaves(value, name)
    elif isinstance(raw, Iterable) and not isinstance(raw, str):
        for value in raw:
            yield from _leaves(value, key)
    else:
        yield key, raw
