"""A line of the table of languages: a page, a question or a guideline."""

from collections.abc import Mapping
from dataclasses import dataclass

from courses.desk.parity.states import State
from courses.models import Unit
from courses.parity import lags
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
class Text:
    """What is known of a language of the newest version; see ``UnitText``."""

    behind: int | None
    round: int


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


def cell_of(texts: Mapping[str, Text], language: str, *, waits: bool) -> Cell:
    """Return how ``language`` stands among ``texts``; ``waits`` where a draft is in review."""
    found = texts.get(language)
    behind = (found.behind or 0) if found else 0
    if waits:
        return Cell(language, State.REVIEW, behind)
    if found is None:
        return Cell(language, State.MISSING)
    newest = max(text.round for text in texts.values())
    is_late = lags(found.round, newest, behind=found.behind)
    return Cell(language, State.OUTDATED if is_late else State.EQUAL, behind)
