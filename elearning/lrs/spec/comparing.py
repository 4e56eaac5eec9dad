"""Whether two statements say the same, whoever stored them and when.

Left out of the comparison: what a store adds (id, stored, authority, version), the
timestamp, and what only describes (displays and definitions). A duration counts to a
hundredth of a second, and the order of members and context activities does not count.
"""

import hashlib
import json
import re
from typing import Any

from elearning.lrs.spec.statements import VOIDED

_NOT_COMPARED = frozenset({"id", "stored", "authority", "version", "timestamp"})
_DESCRIPTIVE = frozenset({"display", "definition"})
_UNORDERED = frozenset({"member", "parent", "grouping", "category", "other"})
_LISTED = frozenset({"parent", "grouping", "category", "other"})
_AS_IT_IS = frozenset({"extensions"})
_FRACTION = re.compile(r"[.,](\d+)(?=[A-Z])")


def digest(statement: dict[str, Any]) -> str:
    """Return a SHA-256 (hex) that is equal for statements that say the same."""
    said = {
        key: _plain(key, item)
        for key, item in statement.items()
        if key not in _NOT_COMPARED
    }
    return hashlib.sha256(_text(said).encode("utf-8", "backslashreplace")).hexdigest()


def is_voiding(statement: dict[str, Any]) -> bool:
    """Tell whether a statement voids another one (2.3.2)."""
    return bool(statement["verb"]["id"] == VOIDED)


def _plain(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        plain = value if key in _AS_IT_IS else _plain_object(value)
        return [plain] if key in _LISTED else plain
    if isinstance(value, list):
        items = [_plain("", item) for item in value]
        return sorted(items, key=_text) if key in _UNORDERED else items
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return _plain_text(key, value)
    return value


def _plain_object(value: dict[str, Any]) -> dict[str, Any]:
    plain = {
        key: _plain(key, item) for key, item in value.items() if key not in _DESCRIPTIVE
    }
    if plain.get("objectType") in {"Agent", "Activity"}:
        del plain["objectType"]  # an activity has an id, an agent has none
    return plain


def _plain_text(key: str, value: str) -> str:
    if key == "duration":
        return _FRACTION.sub(lambda found: _hundredths(found[1]), value)
    return value.lower() if key == "registration" else value


def _hundredths(fraction: str) -> str:
    kept = fraction[:2].rstrip("0")
    return f".{kept}" if kept else ""


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
