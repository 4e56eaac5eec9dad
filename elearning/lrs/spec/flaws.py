"""What is wrong with a statement, where, and by which rule."""

import re
from typing import Self

_PLAIN_KEY = re.compile(r"\w+")


class SpecError(Exception):
    """A breach of xAPI 1.0.3: ``path`` is where, ``requirement`` the section broken.

    Sections are those of Part Two (Data) unless they say otherwise. The path is built
    from the inside out, by whoever looked into an object or a list.
    """

    def __init__(self, requirement: str, message: str) -> None:
        super().__init__(message)
        self.requirement = requirement
        self.message = message
        self._steps: list[str | int] = []

    def inside(self, step: str | int) -> Self:
        """Note that the flaw was found under this key or place, and return it."""
        self._steps.append(step)
        return self

    @property
    def path(self) -> str:
        """The JSON path of the flaw: ``$.actor.member[2].mbox``."""
        return "$" + "".join(_written(step) for step in reversed(self._steps))

    def __str__(self) -> str:
        return f"{self.path}: {self.message} (xAPI 1.0.3, {self.requirement})"


def _written(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_KEY.fullmatch(step) else f"['{step}']"
