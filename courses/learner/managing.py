"""What a line manager sees of her direct reports: how they stand, and no result (curriculum R3)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from courses.compliance.renewing import with_refreshers
from courses.compliance.standing import Standing, State, standings
from elearning.staff.models import StaffMember

#: What is to be done: it needs somebody's action now, or has a day to come.
_OPEN = frozenset(
    {
        State.LAPSED,
        State.EXPIRED,
        State.GRACE,
        State.UPDATE_DUE,
        State.DUE,
        State.NOT_STARTED,
        State.IN_PROGRESS,
    }
)


@dataclass
class Report:
    """One direct report: how many courses are asked of her, and those that are open."""

    person: StaffMember
    asked: int = 0
    is_away: bool = False
    open: list[Standing] = field(default_factory=list)


def reports(reporting: Iterable[StaffMember], *, on: date) -> list[Report]:
    """Return how people ``reporting`` to somebody stand, in their order.

    In the same few queries for any number. What is not asked of somebody does not appear,
    nor does what they are exempt from; a refresher stands in the row of what it renews.
    """
    found = {person.pk: Report(person) for person in reporting}
    rows: dict[int, list[Standing]] = defaultdict(list)
    people = StaffMember.objects.filter(pk__in=found)
    for standing in with_refreshers(standings(people, on=on)):
        rows[standing.person.pk].append(standing)
    for pk, report in found.items():
        for standing in rows[pk]:
            report.is_away = report.is_away or standing.state == State.PAUSED
            if standing.state in _OPEN or standing.state == State.VALID:
                report.asked += 1
            if standing.state in _OPEN:
                report.open.append(standing)
    return list(found.values())
