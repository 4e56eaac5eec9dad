"""Standings of direct reports for line managers, without results (curriculum R3)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from courses.compliance.renewals import merge_refreshers
from courses.compliance.status import CourseStanding, StandingState, list_standings
from elearning.staff.models import StaffMember

#: Open states: action is needed now or by a day to come.
_OPEN = frozenset(
    {
        StandingState.LAPSED,
        StandingState.EXPIRED,
        StandingState.GRACE,
        StandingState.UPDATE_DUE,
        StandingState.DUE,
        StandingState.NOT_STARTED,
        StandingState.IN_PROGRESS,
    }
)


@dataclass
class DirectReport:
    """One direct report: the number of required courses, and the open ones."""

    person: StaffMember
    asked: int = 0
    is_away: bool = False
    open: list[CourseStanding] = field(default_factory=list)


def list_direct_reports(
    reporting: Iterable[StaffMember], *, on: date
) -> list[DirectReport]:
    """Return the standings of the people ``reporting``, in the same order.

    The number of queries is fixed. Courses that are not required, or that somebody is
    exempt from, are left out; a refresher is shown in the row of the course it renews.
    """
    found = {person.pk: DirectReport(person) for person in reporting}
    rows: dict[int, list[CourseStanding]] = defaultdict(list)
    people = StaffMember.objects.filter(pk__in=found)
    for standing in merge_refreshers(list_standings(people, on=on)):
        rows[standing.person.pk].append(standing)
    for pk, report in found.items():
        for standing in rows[pk]:
            report.is_away = report.is_away or standing.state == StandingState.PAUSED
            if standing.state in _OPEN or standing.state == StandingState.VALID:
                report.asked += 1
            if standing.state in _OPEN:
                report.open.append(standing)
    return list(found.values())
