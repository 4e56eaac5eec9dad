"""Formats of statements: exact, ids or canonical."""

import json
from collections.abc import Iterator
from typing import Any

from elearning.lrs.spec.actor_schema import IDENTIFIERS

_LANGUAGE_MAPS = frozenset({"display", "name", "description"})
_AS_IT_IS = frozenset({"extensions", "account"})


def serialize_statement(statement: dict[str, Any]) -> str:
    """Return a statement as text."""
    return json.dumps(statement, ensure_ascii=False, separators=(",", ":"))


def parse_accept_language(header: str) -> list[str]:
    """Return the tags of an ``Accept-Language`` header, best first."""
    weighed = []
    for place, part in enumerate(header.split(",")):
        tag, _semicolon, quality = part.strip().partition(";")
        weight = _quality(quality)
        if tag and weight > 0:
            weighed.append((-weight, place, tag.strip().lower()))
    return [tag for _weight, _place, tag in sorted(weighed)]


def _quality(written: str) -> float:
    try:
        return float(written.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0


def reduce_to_ids(statement: dict[str, Any]) -> dict[str, Any]:
    """Keep only the identifiers of agents, groups, verbs and activities (2.1.3)."""
    plain = dict(statement)
    for key in ("actor", "authority", "object"):
        if key in plain:
            plain[key] = _identity(plain[key])
    plain["verb"] = {"id": plain["verb"]["id"]}
    if "context" in plain:
        plain["context"] = _context_ids(plain["context"])
    return plain


def reduce_to_one_language(
    statement: dict[str, Any], languages: list[str]
) -> dict[str, Any]:
    """Keep one language, the best of ``languages``, outside of extensions (2.1.3)."""
    plain: dict[str, Any] = _in_one(statement, languages)
    return plain


def _context_ids(context: dict[str, Any]) -> dict[str, Any]:
    plain = dict(context)
    for key in ("instructor", "team"):
        if key in plain:
            plain[key] = _identity(plain[key])
    for key, role in (("contextAgents", "agent"), ("contextGroups", "group")):
        if key in plain:
            plain[key] = [item | {role: _identity(item[role])} for item in plain[key]]
    if "contextActivities" in plain:
        plain["contextActivities"] = {
            key: [_identity(item) for item in listed]
            for key, listed in plain["contextActivities"].items()
        }
    return plain


def _identity(thing: dict[str, Any]) -> dict[str, Any]:
    kind = thing.get("objectType", "Activity" if "id" in thing else "Agent")
    if kind == "SubStatement":
        return reduce_to_ids(thing)
    if kind == "Activity":
        return {"id": thing["id"]}
    kept = {"objectType", "id", *IDENTIFIERS}
    if not IDENTIFIERS & thing.keys():
        kept.add("member")
    plain = {key: item for key, item in thing.items() if key in kept}
    if "member" in plain:
        plain["member"] = [_identity(item) for item in plain["member"]]
    return plain


def _in_one(value: Any, languages: list[str], key: str = "") -> Any:
    if isinstance(value, list):
        return [_in_one(item, languages) for item in value]
    if not isinstance(value, dict) or key in _AS_IT_IS:
        return value
    if key in _LANGUAGE_MAPS:
        return _best(value, languages)
    return {name: _in_one(item, languages, name) for name, item in value.items()}


def _best(texts: dict[str, str], languages: list[str]) -> dict[str, str]:
    for wanted in languages:
        for tag in _matching(texts, wanted):
            return {tag: texts[tag]}
    return dict(list(texts.items())[:1])


def _matching(texts: dict[str, str], wanted: str) -> Iterator[str]:
    """Yield the tags that match ``wanted``: itself, narrower ones, its language."""
    tags = {tag.lower(): tag for tag in texts}
    if wanted in tags:
        yield tags[wanted]
    for tag, written in tags.items():
        if tag.startswith(f"{wanted}-") or tag == wanted.partition("-")[0]:
            yield written
