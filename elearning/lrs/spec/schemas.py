"""Schemas for the tables of the specification: objects, lists, maps and variants.

A *check* raises ``SpecError`` for the first flaw of a value. A *schema* is a check that
can also list all flaws, for people who correct a statement.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from elearning.lrs.spec.errors import SpecError

#: Raises ``SpecError`` for the first flaw of a value.
Check = Callable[[Any], None]
#: Yields the flaws of a value whose parts are valid by themselves.
Rule = Callable[[Any], Iterable[SpecError]]
_Finder = Callable[[Any], Iterable[SpecError]]


class PropertySchema(NamedTuple):
    """A property: the check of its value, and ADL’s number of that requirement."""

    check: Check
    requirement: str = ""


class ValueSchema(ABC):
    """A check that can list all flaws of a value."""

    def __call__(self, value: Any) -> None:
        for flaw in self.flaws(value):
            raise flaw

    @abstractmethod
    def flaws(self, value: Any) -> Iterator[SpecError]:
        """Yield all flaws of ``value``; none if it is accepted."""


class ObjectSchema(ValueSchema):
    """An object: its allowed and required properties, and their checks.

    ``required`` maps the required properties to ADL’s numbers of these requirements;
    ``rules`` check relations between properties; ``unknown`` is ADL’s number for a
    property outside the table.
    """

    def __init__(
        self,
        name: str,
        section: str,
        parts: Mapping[str, PropertySchema],
        *,
        required: Mapping[str, str] | None = None,
        rules: Sequence[Rule] = (),
        unknown: str = "XAPI-00010",
    ) -> None:
        self.name = name
        self.section = section
        self.parts = parts
        self.required = required or {}
        self.rules = rules
        self.unknown = unknown
        self._finders = {key: _finder(part.check) for key, part in parts.items()}

    def flaws(self, value: Any) -> Iterator[SpecError]:
        if not isinstance(value, dict):
            yield build_object_error(self.name, self.section)
            return
        sound = True
        for flaw in self._in_parts(value):
            sound = False
            yield flaw
        if sound:
            for rule in self.rules:
                yield from rule(value)

    def _in_parts(self, value: dict[str, Any]) -> Iterator[SpecError]:
        for key, item in value.items():
            finder = self._finders.get(key)
            if finder is None:
                yield self._stranger(key).inside(key)
                continue
            for flaw in _null() if item is None else finder(item):
                yield flaw.inside(key, self.parts[key].requirement)
        for key in self.required:
            if key not in value:
                yield self._gap(key)

    def _gap(self, key: str) -> SpecError:
        wrong = f"{self.name} lacks: {key}."
        return SpecError(self.section, wrong, self.required[key])

    def _stranger(self, key: str) -> SpecError:
        for known in self.parts:
            if known.lower() == key.lower():
                return SpecError("2.2", f"Write this “{known}”.", "XAPI-00008")
        wrong = f"{self.name} has no property of this name."
        return SpecError("2.2", wrong, self.unknown)


class ListSchema(ValueSchema):
    """A list with a check of each item, and a rule for the whole."""

    def __init__(self, check: Check, section: str, *, rule: Rule | None = None) -> None:
        self.section = section
        self.rule = rule
        self._finder = _finder(check)

    def flaws(self, value: Any) -> Iterator[SpecError]:
        if not isinstance(value, list):
            yield SpecError(self.section, "This must be a list.", "XAPI-00006")
            return
        sound = True
        for place, item in enumerate(value):
            for flaw in _null() if item is None else self._finder(item):
                sound = False
                yield flaw.inside(place)
        if sound and self.rule:
            yield from self.rule(value)


class MapSchema(ValueSchema):
    """An object with a check of its keys; without ``values``, values may be anything."""

    def __init__(
        self, name: str, section: str, keys: PropertySchema, values: Check | None = None
    ) -> None:
        self.name = name
        self.section = section
        self.requirement = keys.requirement
        self._key_finder = _finder(keys.check)
        self._finder = _finder(values) if values else None

    def flaws(self, value: Any) -> Iterator[SpecError]:
        if not isinstance(value, dict):
            yield build_object_error(self.name, self.section)
            return
        for key, item in value.items():
            for flaw in self._key_finder(key):
                yield flaw.inside(key, self.requirement)
            if self._finder is not None:
                for flaw in _null() if item is None else self._finder(item):
                    yield flaw.inside(key)


class VariantSchema(ValueSchema):
    """One of several objects, distinguished by ``objectType``."""

    def __init__(
        self,
        name: str,
        section: str,
        kinds: Mapping[str, PropertySchema],
        *,
        default: str,
        requirement: str,
    ) -> None:
        self.name = name
        self.section = section
        self.default = default
        self.requirement = requirement
        self.kinds = kinds
        forms = [
            kind for kind, part in kinds.items() if isinstance(part.check, ValueSchema)
        ]
        self._wrong = f"This must be one of: {', '.join(forms)}."
        self._finders = {kind: _finder(part.check) for kind, part in kinds.items()}

    def flaws(self, value: Any) -> Iterator[SpecError]:
        if not isinstance(value, dict):
            yield build_object_error(self.name, self.section)
            return
        kind = value.get("objectType", self.default)
        finder = self._finders.get(kind) if isinstance(kind, str) else None
        if finder is None:
            numbers = (self.requirement, "XAPI-00009")
            flaw = SpecError(self.section, self._wrong, *numbers)
            yield flaw.inside("objectType")
            return
        for flaw in finder(value):
            yield flaw.citing(self.kinds[kind].requirement)


def build_constant_check(wanted: str, section: str) -> Check:
    """Return a check for exactly the string ``wanted``."""

    def check_constant(value: Any) -> None:
        if value != wanted:
            raise SpecError(section, f"This must be “{wanted}”.", "XAPI-00009")

    return check_constant


def build_absence_check(section: str, message: str) -> Check:
    """Return a check for a property that must be absent."""

    def refuse(_value: Any) -> None:
        raise SpecError(section, message)

    return refuse


def build_object_error(name: str, section: str) -> SpecError:
    """Return the flaw of a value that should be an object."""
    return SpecError(section, f"{name} must be an object.", "XAPI-00006")


def _finder(check: Check) -> _Finder:
    if isinstance(check, ValueSchema):
        return check.flaws

    def find_first(value: Any) -> Iterable[SpecError]:
        try:
            check(value)
        except SpecError as flaw:
            return (flaw,)
        return ()

    return find_first


def _null() -> tuple[SpecError]:
    return (SpecError("2.2", "null is not allowed here.", "XAPI-00001"),)
