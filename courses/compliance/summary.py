"""Standings added up by place and by post, for charts and tables."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from courses.compliance.standing import ORDER, Standing, State
from elearning.staff.models import Establishment

#: Below this many people a percentage would tell of persons, so none is shown.
SMALLEST_GROUP = 5
#: States of who is past her day.
LATE = frozenset({State.GRACE, State.EXPIRED, State.LAPSED})
#: States that do not count as required of somebody now (curriculum R17).
APART = frozenset({State.PAUSED, State.WAIVED, State.NOT_REQUIRED})


@dataclass
class Row:
    """How many standings a group has in each state."""

    label: str
    key: Any = None
    counts: Counter[State] = field(default_factory=Counter)
    url: str = ""

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
    def parts(self) -> list[tuple[str, int]]:
        """The counts in the fixed order of states, for the chart."""
        return [
            (state.value, self.counts[state]) for state in ORDER if self.counts[state]
        ]

    def share(self, state: State) -> int | None:
        """Return the share of ``state`` in per cent; ``None`` for a small group."""
        if self.required < SMALLEST_GROUP:
            return None
        return round(100 * self.counts[state] / self.required)

    @property
    def valid_share(self) -> int | None:
        """Valid ÷ required, in whole per cent (curriculum R17)."""
        return self.share(State.VALID)


def total(standings: Iterable[Standing], label: str = "") -> Row:
    """Return one row for all of ``standings``."""
    return Row(label, counts=Counter(item.state for item in standings))


@dataclass(frozen=True)
class Updates:
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


def updates(standings: Iterable[Standing]) -> Updates:
    """Return what ``standings`` tell of certificates to be updated."""
    waiting = [one for one in standings if one.waits_for_update]
    days = {one.update_due_on for one in waiting if one.update_due_on}
    return Updates(
        people=len({one.person.pk for one in waiting}),
        late=len({one.person.pk for one in waiting if not one.is_held}),
        due_on=min((day for day in days if day >= waiting[0].on), default=None),
        minutes=sum(one.update_minutes for one in waiting),
    )


def by_establishment(
    standings: Iterable[Standing], places: Sequence[Establishment]
) -> list[Row]:
    """Return a row for each of ``places``, with everybody at it and under it.

    ``places`` are siblings, or a place and what is directly under it; a standing counts
    at the nearest one.
    """
    nearest = sorted(places, key=lambda place: len(place.path), reverse=True)

    def place_of(standing: Standing) -> Establishment | None:
        if standing.appointment is None:
            return None
        path = standing.appointment.establishment.path
        return next((place for place in nearest if path.startswith(place.path)), None)

    return _rows(standings, place_of)


def by_post(standings: Iterable[Standing]) -> list[Row]:
    """Return a row for each post."""
    return _rows(standings, lambda item: item.appointment and item.appointment.post)


def by_course(standings: Iterable[Standing]) -> list[Row]:
    """Return a row for each course."""
    return _rows(standings, lambda item: item.course)


def _rows(
    standings: Iterable[Standing], group_of: Callable[[Standing], Any]
) -> list[Row]:
    rows: dict[int, Row] = {}
    for standing in standings:
        group = group_of(standing)
        if group is not None:
            row = rows.setdefault(group.pk, Row(group.title, group))
            row.counts[standing.state] += 1
    return sorted(rows.values(), key=lambda row: row.label)
