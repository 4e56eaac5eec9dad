"""What reports say of many standings: a row of numbers by state, and what is to be updated."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from courses.compliance.status import ORDER, CourseStanding, StandingState

#: Below this many people a percentage would tell of persons, so none is shown.
SMALLEST_GROUP = 5
#: States of who is past her day.
LATE = frozenset({StandingState.GRACE, StandingState.EXPIRED, StandingState.LAPSED})
#: States that do not count as required of somebody now (curriculum R17).
APART = frozenset(
    {StandingState.PAUSED, StandingState.WAIVED, StandingState.NOT_REQUIRED}
)
#: Reports and their filters count these states with others: who has lapsed has expired.
COUNTED_WITH = {
    StandingState.LAPSED: StandingState.EXPIRED,
    StandingState.UPDATE_DUE: StandingState.DUE,
}

#: What a column of a table counts: a state, or the first day of a month.
type Column = StandingState | date


@dataclass
class SummaryRow:
    """How many standings a group has in each state, or in each month of a forecast.

    ``people`` is how many people are behind them at least. ``withheld`` are the columns
    whose numbers would tell of persons, with ``None`` for the number of all required.
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
        """How many must hold their course now: pauses and exemptions left out."""
        return sum(n for state, n in self.counts.items() if state not in APART)

    @property
    def in_order(self) -> int:
        """How many of those have nothing overdue."""
        return self.required - sum(self.counts[state] for state in LATE)

    @property
    def parts(self) -> list[tuple[str, int | None]]:
        """The counts in the fixed order of states, for charts; ``None`` is withheld."""
        return [
            (state.value, self.number(state)) for state in ORDER if self.counts[state]
        ]

    def number(self, column: Column) -> int | None:
        """Return how many are in ``column``; ``None`` where that is withheld."""
        return None if column in self.withheld else self.counts[column]

    @property
    def whole(self) -> int | None:
        """How many are required; ``None`` where that is withheld."""
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


def build_total_row(standings: Iterable[CourseStanding], label: str = "") -> SummaryRow:
    """Return one row for all of ``standings``."""
    return SummaryRow(label, counts=Counter(item.state for item in standings))


@dataclass(frozen=True)
class UpdateSummary:
    """How many people wait for an update of a certificate, and how long it takes.

    ``late`` of them are past the day by which it was due, the next of which is ``due_on``;
    ``minutes`` are those of all, to be rostered as duty time (curriculum R15).
    """

    people: int
    late: int
    due_on: date | None
    minutes: int

    @property
    def each(self) -> int:
        """The minutes of one person, on average."""
        return round(self.minutes / self.people) if self.people else 0

    @property
    def hours(self) -> int:
        """The hours of all, rounded up."""
        return -(-self.minutes // 60)


def summarize_updates(standings: Iterable[CourseStanding]) -> UpdateSummary:
    """Return what ``standings`` tell of certificates to be updated."""
    waiting = [one for one in standings if one.waits_for_update]
    days = {one.update_due_on for one in waiting if one.update_due_on}
    return UpdateSummary(
        people=len({one.person.pk for one in waiting}),
        late=len({one.person.pk for one in waiting if not one.is_held}),
        due_on=min((day for day in days if day >= waiting[0].on), default=None),
        minutes=sum(one.update_minutes for one in waiting),
    )
