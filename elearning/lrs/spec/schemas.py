"""What the tables of the specification are written in: objects, lists, maps and kinds.

A *check* looks at a value and raises ``SpecError`` for its first flaw. A *form* is a
check that can also list all flaws, for people who mend a statement.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from elearning.lrs.spec.errors import SpecError

#: Looks at a value and raises ``SpecError`` for its first flaw.
Check = Callable[[Any], None]
#: Yields what is wrong with a value whose parts are sound, each for itself.
Rule = Callable[[Any], Iterable[SpecError]]
_Finder = Callable[[Any], Iterable[SpecError]]


class PropertySchema(NamedTuple):
    """A property: what it may hold, and ADL's number of that requirement."""

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
    """An object: which properties it may have and must have, and what they may hold.

    ``required`` maps the properties it must have to ADL's numbers of that; ``rules``
    say what must hold between properties; ``unknown`` is ADL's number for a property
    that is not in the table.
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
    """A list whose every item passes one check, and which keeps one rule as a whole."""

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
    """An object with keys of one kind; without ``values``, they may be anything."""

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
    """One of several objects, told apart by ``objectType``."""

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
    """Return a check for a property that must not be there at all."""

    def refuse(_value: Any) -> None:
        raise SpecError(section, message)

    return refuse


def build_object_error(name: str, section: str) -> SpecError:
    """Return the flaw of what should be an object and is none."""
    return SpecError(section, f"{name} must be an object.", "XAPI-00006")


def _finder(check: Check) -> _Finder:
    """Return a function that lists the flaws ``check`` finds."""
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
