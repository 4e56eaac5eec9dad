"""A line of the table of languages: a page, a question or a guideline."""

from dataclasses import dataclass

from courses.desk.parity.states import State
from courses.models import Unit
from courses.provisions.models import Document
from elearning.languages import OWN_NAMES

#: The states of the interface whose shape says the same.
LOOKS = {
    State.MISSING: "missing",
    State.OUTDATED: "outdated",
    State.REVIEW: "in-review",
    State.EQUAL: "completed",
}


@dataclass(frozen=True)
class Cell:
    """One language of a unit; ``behind`` segments are to be translated, if known."""

    language: str
    state: State
    behind: int = 0

    @property
    def look(self) -> str:
        return LOOKS[self.state]

    @property
    def own_name(self) -> str:
        return OWN_NAMES[self.language]

    @property
    def detail(self) -> str:
        """The number of segments, in brackets."""
        return f"({self.behind})" if self.behind else ""

    @property
    def words(self) -> str:
        """The state in words, with the number of segments."""
        return f"{self.state.label} {self.detail}".strip()


@dataclass(frozen=True)
class Line:
    """What is listed, and how each language of it stands.

    ``code`` is that of the course or guideline; one of ``unit`` and ``document`` is there.
    """

    title: str
    code: str
    kind: str
    slug: str
    cells: tuple[Cell, ...]
    unit: Unit | None = None
    document: Document | None = None


def lags(found: int, newest: int, *, behind: int | None) -> bool:
    """Tell whether a language lags: by its segments, or by its round where these are unknown."""
    return found < newest if behind is None else behind > 0
