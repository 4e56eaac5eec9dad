"""Grounds on which the day that a rule gives somebody is impossible."""

from collections.abc import Iterable
from datetime import date

from courses.compliance.models import RuleException
from courses.compliance.status import CourseStanding
from elearning.staff.models import Absence

#: A first day in a post before this one means that it is unknown: day zero of
#: spreadsheets and of older personnel systems is earlier.
NOBODY_SERVES_SINCE = date(1940, 1, 1)


def find_impossible_ground(
    standing: CourseStanding, absences: Iterable[Absence], *, is_new: bool = True
) -> str:
    """Return why the day of ``standing`` is impossible for somebody who came under the rule.

    Empty if they hold the course or are exempt. An absence with a known end moves the
    day by itself (curriculum R9); one without an end leaves no day. With ``is_new``,
    the rule begins on the day; otherwise only absences that had begun when the person
    came under it count.
    """
    if standing.is_held or standing.exemption is not None:
        return ""
    held = standing.appointment
    if held is not None and held.starts_on < NOBODY_SERVES_SINCE:
        return RuleException.Ground.NO_START.value
    since = standing.on if is_new else standing.asked_since
    if since is not None and any(
        row.ends_on is None and row.starts_on <= since for row in absences
    ):
        return RuleException.Ground.AWAY.value
    return ""
