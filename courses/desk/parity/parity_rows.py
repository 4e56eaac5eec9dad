"""Rows of the parity table: a page, a question or a guideline."""

from collections.abc import Mapping
from dataclasses import dataclass

from courses.desk.parity.parity_states import ParityState
from courses.models import Unit
from courses.provisions.models import Document
from courses.translation_parity import is_lagging
from elearning.languages import OWN_NAMES

#: States of the interface with the same shape.
LOOKS = {
    ParityState.MISSING: "missing",
    ParityState.OUTDATED: "outdated",
    ParityState.REVIEW: "in-review",
    ParityState.EQUAL: "completed",
}


@dataclass(frozen=True)
class ParityCell:
    """One language of a unit; ``behind`` segments are to be translated, if known."""

    language: str
    state: ParityState
    behind: int = 0

    @property
    def look(self) -> str:
        return LOOKS[self.state]

    @property
    def own_name(self) -> str:
        return OWN_NAMES[self.language]

    @property
    def detail(self) -> str:
        """Return the number of segments in brackets, or nothing."""
        return f"({self.behind})" if self.behind else ""

    @property
    def words(self) -> str:
        """Return the state in words, with the number of segments."""
        return f"{self.state.label} {self.detail}".strip()


@dataclass(frozen=True)
class ParityText:
    """The facts about one language of the newest version; see ``UnitText``."""

    behind: int | None
    round: int


@dataclass(frozen=True)
class ParityRow:
    """A unit or guideline, and the state of each of its languages.

    ``code`` is that of the course or guideline. Either ``unit`` or ``document`` is set.
    """

    title: str
    code: str
    kind: str
    slug: str
    cells: tuple[ParityCell, ...]
    unit: Unit | None = None
    document: Document | None = None


def build_parity_cell(
    texts: Mapping[str, ParityText], language: str, *, waits: bool
) -> ParityCell:
    """Return the cell of ``language``; ``waits`` if a draft is in review."""
    found = texts.get(language)
    behind = (found.behind or 0) if found else 0
    if waits:
        return ParityCell(language, ParityState.REVIEW, behind)
    if found is None:
        return ParityCell(language, ParityState.MISSING)
    newest = max(text.round for text in texts.values())
    is_late = is_lagging(found.round, newest, behind=found.behind)
    return ParityCell(
        language, ParityState.OUTDATED if is_late else ParityState.EQUAL, behind
    )
