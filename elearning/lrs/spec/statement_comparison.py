"""Equivalence of statements, regardless of store and time (2.3.1).

The comparison ignores what the specification excepts: properties added by a store (id,
stored, authority, version, timestamp), descriptions (displays and definitions), and
attachments, so that a statement is equal before and after it was signed. It also
ignores the order of members and context lists, the notation of timestamps, and case in
values that are case-insensitive. Durations are compared to a hundredth of a second. All
this is the same in 1.0.3 and 2.0.0.
"""

import hashlib
import json
import re
from typing import Any

from elearning.lrs.spec import timestamps
from elearning.lrs.spec.statement_schema import VOIDED

_OF_STORES = frozenset({"id", "stored", "authority", "version", "timestamp"})
_EXCEPTED = frozenset({"display", "definition", "attachments"})
_UNORDERED = frozenset(
    {"member", "parent", "grouping", "category", "other"}
    | {"contextAgents", "contextGroups", "relevantTypes"}
)
_LISTED = frozenset({"parent", "grouping", "category", "other"})
_WITHOUT_CASE = frozenset({"registration", "language", "mbox_sha1sum"})
_OF_SECONDS = re.compile(r"\.(\d+)S")


def compute_statement_digest(statement: dict[str, Any]) -> str:
    """Return a SHA-256 (hex) that is equal for equivalent statements."""
    said = {key: item for key, item in statement.items() if key not in _OF_STORES}
    plain = _text(_plain_object(said))
    return hashlib.sha256(plain.encode("utf-8", "backslashreplace")).hexdigest()


def is_voiding(statement: dict[str, Any]) -> bool:
    """Tell whether a statement voids another one (2.3.2)."""
    return bool(statement["verb"]["id"] == VOIDED)


def _plain_object(value: dict[str, Any]) -> dict[str, Any]:
    plain = {
        key: item if key == "extensions" else _plain(key, item)
        for key, item in value.items()
        if key not in _EXCEPTED
    }
    kind = plain.get("objectType")
    if kind in {"Agent", "Activity"}:
        del plain["objectType"]  # an activity has an id, an agent has none
    elif kind == "StatementRef":
        plain["id"] = str(plain.get("id")).lower()
    return plain


def _plain(key: str, value: Any) -> Any:
    """Return ``value``, which is under ``key``, in normalised form."""
    if isinstance(value, str):
        return _plain_text(key, value)
    if isinstance(value, dict):
        plain = _plain_object(value)
        return [plain] if key in _LISTED else plain
    if isinstance(value, list):
        items = [_plain("", item) for item in value]
        return sorted(items, key=_text) if key in _UNORDERED else items
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _plain_text(key: str, value: str) -> str:
    if key in _WITHOUT_CASE:
        return value.lower()
    if key == "mbox":
        local, _at, host = value.rpartition("@")
        return f"{local}@{host.lower()}"
    if key == "duration":
        return _OF_SECONDS.sub(_hundredths, value.replace(",", "."))
    if key == "timestamp":
        return _plain_moment(value)
    return value


def _hundredths(found: re.Match[str]) -> str:
    kept = found[1][:2].rstrip("0")
    return f".{kept}S" if kept else "S"


def _plain_moment(value: str) -> str:
    """Return a sub-statement’s timestamp normalised; invalid ones are left unchanged."""
    try:
        return timestamps.parse_timestamp(value).isoformat()
    except ValueError:
        return value


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
