"""Objects with known keys and lists of one kind: the walkers of the tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from elearning.lrs.spec.flaws import SpecError

#: Looks at a value and raises ``SpecError`` for a flaw.
Check = Callable[[Any], None]


@dataclass(frozen=True)
class Shape:
    """An object: which keys it may have, which it must have, what each may hold."""

    name: str
    requirement: str
    checks: Mapping[str, Check]
    required: frozenset[str] = field(default=frozenset())

    def __call__(self, value: Any) -> None:
        if not isinstance(value, dict):
            raise SpecError(self.requirement, f"{self.name} must be an object.")
        if not self.required <= value.keys():
            missing = ", ".join(sorted(self.required - value.keys()))
            raise SpecError(self.requirement, f"{self.name} lacks: {missing}.")
        checks = self.checks
        for key, item in value.items():
            check = checks.get(key)
            if check is None or item is None:
                raise self._refusal(key).inside(key)
            try:
                check(item)
            except SpecError as flaw:
                flaw.inside(key)
                raise

    def _refusal(self, key: str) -> SpecError:
        if key in self.checks:
            return SpecError("2.2", "null is not allowed here.")
        return SpecError("2.2", f"{self.name} has no property of this name.")


def list_of(check: Check, requirement: str) -> Check:
    """Return a check for a list whose every item passes ``check``."""

    def check_list(value: Any) -> None:
        if not isinstance(value, list):
            raise SpecError(requirement, "This must be a list.")
        for place, item in enumerate(value):
            try:
                check(item)
            except SpecError as flaw:
                flaw.inside(place)
                raise

    return check_list


def constant(wanted: str, requirement: str) -> Check:
    """Return a check for exactly the string ``wanted``."""

    def check_constant(value: Any) -> None:
        if value != wanted:
            raise SpecError(requirement, f"This must be “{wanted}”.")

    return check_constant
