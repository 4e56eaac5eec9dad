"""A classroom course: one past session with its passes, and one still to come."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from content.demo.demo_accounts import PARTS, get_demo_staff_member, get_demo_user
from courses.classroom import (
    session_attendance,
    session_closure,
    session_registrations,
    session_schedule,
)
from courses.classroom.models import Attendance, Session
from courses.classroom.participant_availability import list_unavailability_reasons
from courses.compliance.pageless_courses import create_classroom_course
from courses.models import Course
from courses.transactions import unit_of_work
from elearning.staff.models import Establishment, StaffMember

#: The establishment of the demonstration’s personnel officer.
_PLACE = "north-n2"
_CODE = "FIRE"
_TITLES = {
    "kk": "Өрт қауіпсіздігі: практикалық сабақ",
    "ru": "Пожарная безопасность: практическое занятие",
    "en": "Fire safety: a practical session",
}
_HOURS = Decimal(4)
#: The number of seats, and the number of requests for one.
_SEATS, _ASKING = 6, 8


def create_demo_classroom(*, at: datetime) -> int:
    """Create the course and its two sessions once; return the number of new sessions.

    Does nothing if no course is loaded: the demonstration is then about people alone.
    """
    if not Course.objects.exists() or Course.objects.filter(code=_CODE).exists():
        return 0
    with unit_of_work():
        course = create_classroom_course(
            _CODE,
            _TITLES,
            _TITLES,
            hours=_HOURS,
            validity_months=12,
            by=get_demo_user("ministry-hr"),
        )
        place = Establishment.objects.get(code=_PLACE)
        today = timezone.localdate(at)
        people = StaffMember.objects.at_work(today).filter(
            appointments__establishment=place
        )
        people = people.exclude(staff_number__in=[part.number for part in PARTS])
        asking = list(people.order_by("pk").distinct()[:_ASKING])
        _held(_planned(course, place, at, days=-6), asking)
        coming = _planned(course, place, at, days=12)
        _register(coming, asking, at)
    return 2


def _planned(
    course: Course, place: Establishment, at: datetime, *, days: int
) -> Session:
    """Plan a morning ``days`` from today, two weeks ahead of it or now."""
    day = timezone.localdate(at) + timedelta(days=days)
    begins = timezone.make_aware(datetime.combine(day, time(9)))
    return session_schedule.plan_session(
        session_schedule.SessionTerms(course, place, language="kk", may_ask=True),
        session_schedule.SessionPlan(
            [(begins, begins + timedelta(hours=float(_HOURS)))],
            seats=_SEATS,
            room="12",
            teacher=get_demo_staff_member("trainer"),
        ),
        by=get_demo_user("facility-hr"),
        at=min(at, begins - timedelta(days=14)),
    )


def _register(session: Session, people: Iterable[StaffMember], at: datetime) -> None:
    cannot = list_unavailability_reasons([person.pk for person in people], session)
    fit = [person for person in people if person.pk not in cannot]
    session_registrations.register_people(
        session, fit, by=get_demo_user("facility-hr"), at=at
    )


def _held(session: Session, people: Iterable[StaffMember]) -> None:
    """Record that all ``people`` but one attended; a second person closes the session."""
    _register(session, people, session.planned_at)
    (day,) = session.days
    rows = list(session.registrations.seated().order_by("pk"))
    marks = dict.fromkeys((row.pk for row in rows), Attendance.Mark.PRESENT.value)
    if rows:
        marks[rows[-1].pk] = Attendance.Mark.EXCUSED.value
    session_attendance.record_attendance(
        session, day, marks, by=get_demo_user("trainer"), at=day.ends_at
    )
    session_closure.close_session(
        session,
        seen=session_closure.build_session_result(session).seal,
        by=get_demo_user("facility-hr"),
        at=day.ends_at + timedelta(hours=2),
    )
