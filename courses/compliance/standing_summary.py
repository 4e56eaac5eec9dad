"""Summaries of standings for reports: numbers by state, and pending updates."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from courses.compliance.status import ASKS_NOTHING, ORDER, StandingState

#: Below this number of people, a percentage would reveal individuals, so none is shown.
SMALLEST_GROUP = 5
#: States in which the due day has passed.
LATE = frozenset({StandingState.GRACE, StandingState.EXPIRED, StandingState.LAPSED})
#: States that do not count as required now (curriculum R17).
APART = frozenset(ASKS_NOTHING)
#: States that reports and their filters count as another: lapsed counts as expired.
COUNTED_WITH = {
    StandingState.LAPSED: StandingState.EXPIRED,
    StandingState.UPDATE_DUE: StandingState.DUE,
}

#: The subject of a column: a state, or the first day of a month.
type Column = StandingState | date


@dataclass
class SummaryRow:
    """The number of standings of a group in each state, or in each month of a forecast.

    ``people`` is a lower bound for the number of people. ``withheld`` are the columns
    whose numbers would reveal individuals, with ``None`` for the total of all required.
    """

    label: str
    key: Any = None
    counts: Counter[Column] = field(default_factory=Counter)
    url: str = ""
    people: int = 0
    withheld: frozenset[Column | None] = frozenset()

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def required(self) -> int:
        """The number of courses that must be held now, without pauses and exemptions."""
        return sum(n for state, n in self.counts.items() if state not in APART)

    @property
    def in_order(self) -> int:
        """The number of those with nothing overdue."""
        return self.required - sum(self.counts[state] for state in LATE)

    @property
    def parts(self) -> list[tuple[str, int | None]]:
        """The numbers in the fixed order of states, for charts; ``None`` is withheld."""
        return [
            (state.value, self.number(state)) for state in ORDER if self.counts[state]
        ]

    def number(self, column: Column) -> int | None:
        return None if column in self.withheld else self.counts[column]

    @property
    def whole(self) -> int | None:
        """The number required; ``None`` if withheld."""
        return None if None in self.withheld else self.required

    def share(self, state: StandingState) -> int | None:
        """Return the share of ``state`` in per cent; ``None`` for a small group."""
        number, whole = self.number(state), self.whole
        if number is None or whole is None or whole < SMALLEST_GROUP:
            return None
        return round(100 * number / whole)

    @property
    def valid_share(self) -> int | None:
        """Valid ÷ required, in whole per cent (curriculum R17)."""
        return self.share(StandingState.VALID)


@dataclass(frozen=True)
class UpdateSummary:
    """The number of people who wait for an update of a certificate, and its duration.

    For ``late`` of them the due day has passed; ``due_on`` is the next one. ``minutes``
    are the sum for all, to be rostered as duty time (curriculum R15).
    """

    people: int
    late: int
    due_on: date | None
    minutes: int

    @property
    def each(self) -> int:
        return round(self.minutes / self.people) if self.people else 0

    @property
    def hours(self) -> int:
        """Hours for all, rounded up."""
        return -(-self.minutes // 60)
