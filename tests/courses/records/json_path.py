"""The JSONPath subset of xAPI Profiles: names, indexes, stars, unions, pipes, no filters.

Part Two, 8.1: ``$.context.contextActivities.grouping[*].id``, ``$.a['x','y'] | $.b``.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

#: One step: a name or star after a full stop, or the contents of brackets.
_STEP = re.compile(r"\.(\*|[\w-]+)|\[([^\]]*)\]")
_IN_BRACKETS = re.compile(r"""\s*(?:(\*)|(\d+)|'([^']*)'|"([^"]*)")\s*(?:,|$)""")
_STAR = object()

type _Steps = tuple[tuple[object, ...], ...]


def select_values(thing: Any, location: str) -> list[Any]:
    """Return all values at ``location`` in ``thing``.

    Raises ``ValueError`` for a location that the specification does not allow.
    """
    found: list[Any] = []
    for steps in _parsed(location):
        here = [thing]
        for keys in steps:
            here = [
                each for one in here for key in keys for each in _children(one, key)
            ]
        found += here
    return found


@cache
def _parsed(location: str) -> tuple[_Steps, ...]:
    return tuple(_steps(one.strip()) for one in location.split("|"))


def _steps(path: str) -> _Steps:
    rest = path.removeprefix("$")
    rest = rest if rest[:1] in {".", "[", ""} else f".{rest}"
    steps: list[tuple[object, ...]] = []
    while rest:
        step = _STEP.match(rest)
        if step is None:
            raise ValueError(f"{path} is no location of a statement.")
        name, listed = step.groups()
        steps.append((_key(name),) if name else tuple(_listed(path, listed)))
        rest = rest[step.end() :]
    return tuple(steps)


def _key(name: str) -> object:
    return _STAR if name == "*" else name


def _listed(path: str, text: str) -> Iterator[object]:
    while text:
        one = _IN_BRACKETS.match(text)
        if one is None:
            raise ValueError(f"{path} is no location of a statement.")
        star, place, single, double = one.groups()
        yield _STAR if star else int(place) if place else single or double
        text = text[one.end() :]


def _children(thing: Any, key: object) -> list[Any]:
    if key is _STAR:
        if isinstance(thing, dict):
            return list(thing.values())
        return thing if isinstance(thing, list) else []
    if isinstance(key, int):
        return thing[key : key + 1] if isinstance(thing, list) else []
    return [thing[key]] if isinstance(thing, dict) and key in thing else []
