"""Put people on the courses they must hold, found from their standings."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from courses.compliance.excepting import note_newcomers
from courses.compliance.facts import gather
from courses.compliance.renewing import renewal
from courses.compliance.standing import NEEDS_ACTION, Standing, State, standings_of
from courses.enrolment import enrol
from courses.models import Course
from elearning.staff.models import StaffMember

#: States in which somebody should be on the course.
_ASSIGNED = (*NEEDS_ACTION, State.NOT_STARTED)


def assign_due(at: datetime) -> int:
    """Enrol everybody whose course is due and who is not on it; return how many were.

    Who renews by a refresher is put on that one (curriculum R5, R7). Whom a rule gives no
    possible day is noted and left until somebody has decided. Found from rows, so it is
    safe to repeat: an enrolment under way is left as it is.
    """
    on = timezone.localdate(at)
    open_courses = list(Course.objects.open())
    facts = gather(StaffMember.objects.employed(on), on)
    found = standings_of(facts, on)
    excepted = note_newcomers(found, facts, at)
    taken = {(one.person.pk, one.course.pk) for one in found if one.enrolment}
    count = 0
    for standing in found:
        if not _is_to_assign(standing, excepted):
            continue
        course = _course_of(standing, open_courses)
        if course is not None and (standing.person.pk, course.pk) not in taken:
            enrol(standing.person, course, by=None, due=standing.due_on, at=at)
            count += 1
    return count


def _course_of(standing: Standing, open_courses: Sequence[Course]) -> Course | None:
    """Return what is taken to hold the course: its refresher where that renews it.

    Nothing where that is not open here; without an open refresher it is the whole course.
    """
    whole = standing.course.pk
    if renewal(standing.without_update).is_by_refresher:
        for course in open_courses:
            if course.refreshes_id == whole:
                return course
    return next((course for course in open_courses if course.pk == whole), None)


def _is_to_assign(standing: Standing, excepted: set[tuple[int, int]]) -> bool:
    rule, is_late = standing.requirement, standing.without_update.state in _ASSIGNED
    if rule is None or not is_late:  # an update is no course
        return False
    is_excepted = (rule.pk, standing.person.pk) in excepted
    return standing.enrolment is None and not is_excepted
