"""On what ground the day that a rule gives somebody cannot be."""

from collections.abc import Iterable
from datetime import date

from courses.compliance.models import RuleException
from courses.compliance.status import CourseStanding
from elearning.staff.models import Absence

#: A first day in a post before this one stands where nobody knew it: the zero days of
#: spreadsheets and of older personnel systems lie before.
NOBODY_SERVES_SINCE = date(1940, 1, 1)


def find_impossible_ground(
    standing: CourseStanding, absences: Iterable[Absence], *, is_new: bool = True
) -> str:
    """Return why the day of ``standing`` cannot be for somebody who came under the rule.

    Nothing for who holds the course or need not. An absence with a known end moves the
    day by itself (curriculum R9); one without leaves no day. ``is_new`` says that the
    rule begins on the day; else an absence counts that was there when she came under it.
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
