"""Put people on the courses they must hold, found from their standings."""

from datetime import datetime

from django.utils import timezone

from courses.compliance.excepting import note_newcomers
from courses.compliance.facts import gather
from courses.compliance.standing import NEEDS_ACTION, Standing, State, standings_of
from courses.enrolment import enrol
from courses.models import Course
from elearning.staff.models import StaffMember

#: States in which somebody should be on the course.
_ASSIGNED = (*NEEDS_ACTION, State.NOT_STARTED)


def assign_due(at: datetime) -> int:
    """Enrol everybody whose course is due and who is not on it; return how many were.

    Whom a rule gives no possible day is noted and left until somebody has decided. Found
    from rows, so it is safe to repeat: an enrolment under way is left as it is.
    """
    on = timezone.localdate(at)
    open_courses = set(Course.objects.open().values_list("pk", flat=True))
    facts = gather(StaffMember.objects.employed(on), on)
    found = standings_of(facts, on)
    excepted = note_newcomers(found, facts, at)
    due = [
        standing
        for standing in found
        if _is_to_assign(standing, excepted) and standing.course.pk in open_courses
    ]
    for standing in due:
        enrol(standing.person, standing.course, by=None, due=standing.due_on, at=at)
    return len(due)


def _is_to_assign(standing: Standing, excepted: set[tuple[int, int]]) -> bool:
    rule, is_late = standing.requirement, standing.without_update.state in _ASSIGNED
    if rule is None or not is_late:  # an update is no course
        return False
    is_excepted = (rule.pk, standing.person.pk) in excepted
    return standing.enrolment is None and not is_excepted
