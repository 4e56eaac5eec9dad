"""Parser for acts sent by devices; anything outside the format is refused."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from content.offline.models import KeptAct
from elearning.languages import CODES

#: The maximum number of acts in a request, and its maximum size in bytes.
MOST, HEAVIEST = 100, 512 * 1024
_FIELDS, _VALUES, _LONG = 60, 60, 4_000
_SLUG = re.compile(r"[-\w]{1,100}", re.ASCII)
_YEARS = range(1970, 2200)
_Kind = KeptAct.Kind
#: The extra fields of each kind of act.
_PARTS = {
    _Kind.PLACE: ("block",),
    _Kind.CHECK: ("block", "fields"),
    _Kind.DECIDE: ("block", "choice"),
    _Kind.BACK: ("block",),
    _Kind.RESTART: ("block",),
    _Kind.PRACTICE: ("question", "fields"),
}


class UnreadableActError(ValueError):
    """The data is not an act, or not a list of acts."""


@dataclass(frozen=True)
class DeviceAct:
    """One act as sent by a device; ``payload`` has the extra fields of its kind."""

    key: UUID
    kind: str
    course: str
    unit: str
    language: str
    done_at: datetime
    payload: dict[str, Any]


def parse_act_list(body: bytes) -> list[Any]:
    """Return the unparsed acts listed in ``body``; raises ``UnreadableActError``."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableActError from error
    acts = found.get("acts") if isinstance(found, dict) else None
    if not isinstance(acts, list) or len(acts) > MOST:
        raise UnreadableActError
    return acts


def find_act_key(sent: Any) -> str:
    """Return the key of an act, which identifies its answer; empty if it has none."""
    key = sent.get("key") if isinstance(sent, dict) else None
    return key if isinstance(key, str) and len(key) <= len(str(UUID(int=0))) else ""


def parse_act(sent: Any) -> DeviceAct:
    """Return the act in ``sent``; ``UnreadableActError`` for anything else."""
    if not isinstance(sent, dict):
        raise UnreadableActError
    kind = _one_of(sent.get("kind"), _Kind.values)
    return DeviceAct(
        key=_uuid(sent.get("key")),
        kind=kind,
        course=_slug(sent.get("course")),
        unit="" if kind == _Kind.PRACTICE else _slug(sent.get("unit")),
        language=_one_of(sent.get("language"), CODES),
        done_at=_moment(sent.get("at")),
        payload={
            name: _READERS[name](sent.get(name)) for name in _PARTS.get(_Kind(kind), ())
        },
    )


def _one_of(value: Any, known: Any) -> str:
    if not isinstance(value, str) or value not in known:
        raise UnreadableActError
    return value


def _uuid(value: Any) -> UUID:
    try:
        return UUID(_words(value))
    except ValueError as error:
        raise UnreadableActError from error


def _slug(value: Any) -> str:
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise UnreadableActError
    return value


def _moment(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(_words(value))
    except ValueError as error:
        raise UnreadableActError from error
    if found.tzinfo is None or found.year not in _YEARS:
        raise UnreadableActError
    return found


def _name(value: Any) -> str:
    words = _words(value)
    if not 0 < len(words) <= 64:
        raise UnreadableActError
    return words


def _words(value: Any) -> str:
    """Return text that a database accepts: no NUL, no lone surrogates."""
    if not isinstance(value, str) or len(value) > _LONG or "\0" in value:
        raise UnreadableActError
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise UnreadableActError
    return value


def _fields(value: Any) -> dict[str, list[str]]:
    if not isinstance(value, dict) or len(value) > _FIELDS:
        raise UnreadableActError
    lists = list(value.values())
    if not all(isinstance(one, list) and len(one) <= _VALUES for one in lists):
        raise UnreadableActError
    return {_name(name): [_words(one) for one in many] for name, many in value.items()}


_READERS = {
    "block": _name,
    "choice": _name,
    "question": lambda value: str(_uuid(value)),
    "fields": _fields,
}
