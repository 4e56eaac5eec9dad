"""Put people on the courses they must hold, found from their standings."""

from datetime import datetime

from django.utils import timezone

from courses.compliance.standing import NEEDS_ACTION, Standing, State, standings
from courses.enrolment import enrol
from courses.models import Course
from elearning.staff.models import StaffMember

#: States in which somebody should be on the course.
_ASSIGNED = (*NEEDS_ACTION, State.NOT_STARTED)


def assign_due(at: datetime) -> int:
    """Enrol everybody whose course is due and who is not on it; return how many were.

    Found from rows, so it is safe to repeat: an enrolment under way is left as it is.
    """
    on = timezone.localdate(at)
    open_courses = set(Course.objects.open().values_list("pk", flat=True))
    due = [
        standing
        for standing in standings(StaffMember.objects.employed(on), on=on)
        if _is_to_assign(standing) and standing.course.pk in open_courses
    ]
    for standing in due:
        enrol(standing.person, standing.course, by=None, due=standing.due_on, at=at)
    return len(due)


def _is_to_assign(standing: Standing) -> bool:
    is_late = standing.without_update.state in _ASSIGNED  # an update is no course
    return is_late and standing.enrolment is None and standing.requirement is not None
