"""One numbered requirement of a statement, and the statements that try it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.factories.lrs import statement

type Statements = Mapping[str, dict[str, Any]]
#: What a statement may have and one inside another may not.
_ONLY_OUTSIDE = {"id", "stored", "version", "authority"}


@dataclass(frozen=True)
class Rule:
    """Statements to refuse and to accept, by a name for each.

    Where ``nests``, the last version also has each as the object of another statement.
    """

    number: str
    refused: Statements = field(default_factory=dict)
    accepted: Statements = field(default_factory=dict)
    versions: tuple[str, ...] = ("1.0.3", "2.0.0")
    nests: bool = True

    def bad(self, version):
        """Return by name what is to be refused in a version."""
        return self._all(self.refused, version)

    def good(self, version):
        """Return by name what is to be accepted in a version."""
        return self._all(self.accepted, version)

    def _all(self, statements, version):
        if not self.nests or version != self.versions[-1]:
            return statements
        return statements | {
            f"{name}, inside another": inside(plain)
            for name, plain in statements.items()
            if not _ONLY_OUTSIDE & plain.keys()
        }


def inside(plain):
    """Return a statement about ``plain``: its object is the SubStatement."""
    return statement(object={"objectType": "SubStatement"} | plain)


def each(part, values, build=lambda value: value):
    """Return statements that differ in what ``build`` makes of each value of ``part``."""
    return {f"{part}: {value!r}": statement(**{part: build(value)}) for value in values}
