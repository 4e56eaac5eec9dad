"""Merging of all definitions of one activity."""

from collections.abc import Iterable
from typing import Any

_MAPS = frozenset({"name", "description", "extensions"})
_COMPONENT_LISTS = frozenset({"choices", "scale", "source", "target", "steps"})
_OF_INTERACTIONS = _COMPONENT_LISTS | {"interactionType", "correctResponsesPattern"}


def merge_definitions(definitions: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the merged ``definitions``, which are valid (Part Three, 2.5).

    They are ordered oldest first. Languages and extensions are added up; otherwise the
    later value counts. An interaction is taken as a whole, so that its answers fit its
    choices; choices keep the languages they had.
    """
    whole: dict[str, Any] = {}
    for definition in definitions:
        whole = _joined(whole, definition)
    return whole


def _joined(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    is_interaction = "interactionType" in new
    joined = {
        key: value
        for key, value in old.items()
        if not (is_interaction and key in _OF_INTERACTIONS)
    }
    for key, value in new.items():
        if key in _MAPS:
            joined[key] = old.get(key, {}) | value
        elif key in _COMPONENT_LISTS:
            joined[key] = _components(old.get(key, ()), value)
        else:
            joined[key] = value
    return joined


def _components(
    old: Iterable[dict[str, Any]], new: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    known = {item["id"]: item.get("description", {}) for item in old}
    return [_component(item, known.get(item["id"], {})) for item in new]


def _component(item: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    texts = known | item.get("description", {})
    return item | {"description": texts} if texts else item
