"""Automatic assignment of required courses, and its end, derived from standings."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from courses.compliance.impossible_deadlines import NOBODY_SERVES_SINCE
from courses.compliance.models import Recount
from courses.compliance.periods.current_standings import list_periods_on
from courses.compliance.periods.period_lookup import ensure_fresh_periods
from courses.compliance.renewals import assess_renewal
from courses.compliance.rule_exceptions import record_newcomer_exceptions
from courses.compliance.standing_facts import load_standing_facts
from courses.compliance.status import (
    NEEDS_ACTION,
    CourseStanding,
    StandingState,
    compute_standings,
)
from courses.enrolment import end_enrolments, enrol_learner
from courses.models import Course, Enrolment
from elearning.staff.models import Appointment, StaffMember

#: States in which somebody should be enrolled.
_ASSIGNED = (*NEEDS_ACTION, StandingState.NOT_STARTED)
#: The number of people, or enrolments, processed together.
_AT_ONCE = 500


def assign_due_courses(at: datetime) -> int:
    """Enrol everybody whose course is due and who is not enrolled; return their number.

    If the refresher renews the course, they are enrolled on that (curriculum R5, R7).
    If a rule gives an impossible day, an exception is recorded, and nobody is enrolled
    until it is decided. Safe to repeat: an enrolment under way is left alone. The
    number of queries grows with the number of people to enrol, not with the service.
    """
    on = timezone.localdate(at)
    open_courses = list(Course.objects.open())
    return sum(
        _assign(StaffMember.objects.filter(pk__in=some), open_courses, at)
        for some in batched(_concerned(on, open_courses), _AT_ONCE, strict=False)
    )


def end_obsolete_assignments(at: datetime) -> int:
    """End assigned enrolments that no rule requires any longer; return their number.

    The person may have moved or left, or the rule ended. Enrolments by an officer are
    kept, and so are those that have been started or partly credited. A refresher is
    required with the course it renews. People whose periods lack a change are left for
    the next run; safe to repeat. The number of queries grows with the number of
    batches.
    """
    ensure_fresh_periods()
    asked = list_periods_on(timezone.localdate(at)).required()
    stood = asked.filter(learner=OuterRef("learner"))
    unknown = Recount.objects.filter(learner=OuterRef("learner"))
    found = Enrolment.objects.active().filter(
        ~Exists(stood.filter(course=OuterRef("course"))),
        ~Exists(stood.filter(course=OuterRef("course__refreshes"))),
        ~Exists(unknown),
        enrolled_by=None,
        due__isnull=False,
        started_at=None,
        progress=None,
    )
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    return sum(
        end_enrolments(found.filter(pk__in=some), by=None, at=at)
        for some in batched(keys, _AT_ONCE, strict=False)
    )


def _assign(people: Any, open_courses: Sequence[Course], at: datetime) -> int:
    on = timezone.localdate(at)
    facts = load_standing_facts(people, on)
    found = compute_standings(facts, on)
    excepted = record_newcomer_exceptions(found, facts, at)
    taken = {(one.person.pk, one.course.pk) for one in found if one.enrolment}
    count = 0
    for standing in found:
        if not _is_to_assign(standing, excepted):
            continue
        course = _course_of(standing, open_courses)
        if course is not None and (standing.person.pk, course.pk) not in taken:
            enrol_learner(standing.person, course, by=None, due=standing.due_on, at=at)
            count += 1
    return count


def _concerned(on: date, open_courses: Sequence[Course]) -> list[int]:
    """Return the ids of employed people who may need an enrolment or an exception.

    They are read from standing periods: people who are late or have not started,
    without an enrolment; people for whom a rule may give an impossible day; and people
    whose periods lack a change.
    """
    ensure_fresh_periods()
    asked = list_periods_on(on).required().order_by()
    courses = {pk for one in open_courses for pk in (one.pk, one.refreshes_id) if pk}
    there = Enrolment.objects.active().filter(
        learner=OuterRef("learner"), course=OuterRef("course")
    )
    late = asked.filter(~Exists(there), state__in=_ASSIGNED, course__in=courses)
    away = asked.filter(state=StandingState.PAUSED, passed_on=None)
    unknown = Appointment.objects.filter(starts_on__lt=NOBODY_SERVES_SINCE)
    people = StaffMember.objects.employed(on).filter(
        Q(pk__in=late.values("learner"))
        | Q(pk__in=away.values("learner"))
        | Q(pk__in=unknown.order_by().values("staff_member"))
        | Q(pk__in=Recount.objects.order_by().values("learner"))
    )
    return list(people.order_by("pk").values_list("pk", flat=True))


def _course_of(
    standing: CourseStanding, open_courses: Sequence[Course]
) -> Course | None:
    """Return the course to enrol on: the refresher if it renews the course, else the whole.

    ``None`` if that is not open here.
    """
    whole = standing.course.pk
    if assess_renewal(standing.without_update).is_by_refresher:
        for course in open_courses:
            if course.refreshes_id == whole:
                return course
    return next((course for course in open_courses if course.pk == whole), None)


def _is_to_assign(standing: CourseStanding, excepted: set[tuple[int, int]]) -> bool:
    rule, is_late = standing.requirement, standing.without_update.state in _ASSIGNED
    if rule is None or not is_late:  # an update is no course
        return False
    is_excepted = (rule.pk, standing.person.pk) in excepted
    return standing.enrolment is None and not is_excepted
