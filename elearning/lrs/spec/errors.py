"""Violations of the specification, with location and rule."""

import re
from typing import Self

_PLAIN_KEY = re.compile(r"\w+")


class SpecError(Exception):
    """A violation of xAPI: its location, a message and the rule.

    ``section`` is one of xAPI 1.0.3, Part Two (Data), whose tables 2.0.0 keeps, unless
    it says otherwise. ``requirements`` are ADL’s numbers of the violated requirements,
    narrowest first. The path is built from the inside out by the checks of objects and
    lists.
    """

    def __init__(self, section: str, message: str, *requirements: str) -> None:
        super().__init__(message)
        self.section = section
        self.message = message
        self.requirements = requirements
        self._steps: list[str | int] = []

    def inside(self, step: str | int, requirement: str = "") -> Self:
        """Prepend a key or index to the path of the flaw, and return it.

        ``requirement`` is ADL’s number for the content of that place.
        """
        self._steps.append(step)
        return self.citing(requirement)

    def citing(self, requirement: str) -> Self:
        if requirement and requirement not in self.requirements:
            self.requirements += (requirement,)
        return self

    @property
    def path(self) -> str:
        """The JSON path of the flaw: ``$.actor.member[2].mbox``."""
        return "$" + "".join(_written(step) for step in reversed(self._steps))

    @property
    def rule(self) -> str:
        """The violated rule, for citation: ``xAPI 1.0.3, 2.4.3 (XAPI-00044)``."""
        of_ieee = self.section.startswith("IEEE")
        cited = self.section if of_ieee else f"xAPI 1.0.3, {self.section}"
        numbers = ", ".join(self.requirements)
        return f"{cited} ({numbers})" if numbers else cited

    def __str__(self) -> str:
        return f"{self.path}: {self.message} [{self.rule}]"


def _written(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _PLAIN_KEY.fullmatch(step):
        return f".{step}"
    escaped = step.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{escaped}']"
