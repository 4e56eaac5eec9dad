"""A course held in a classroom: one session that was, with its passes, and one to come."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from content.demo.accounts import PARTS, staff_member_of, user_of
from courses.acts import act
from courses.classroom import attending, closing, planning, registering
from courses.classroom.models import Attendance, Session
from courses.classroom.troubles import troubles
from courses.compliance.qualifying import make_classroom_course
from courses.models import Course
from elearning.staff.models import Establishment, StaffMember

#: The establishment of the personnel officer of the demonstration.
_PLACE = "north-n2"
_CODE = "FIRE"
_TITLES = {
    "kk": "Өрт қауіпсіздігі: практикалық сабақ",
    "ru": "Пожарная безопасность: практическое занятие",
    "en": "Fire safety: a practical session",
}
_HOURS = Decimal(4)
#: How many seats there are, and how many ask for one.
_SEATS, _ASKING = 6, 8


def make_classroom(*, at: datetime) -> int:
    """Make the course and its two sessions once; return how many sessions are new.

    Nothing where no course is loaded: then the demonstration is about people alone.
    """
    if not Course.objects.exists() or Course.objects.filter(code=_CODE).exists():
        return 0
    with act():
        course = make_classroom_course(
            _CODE,
            _TITLES,
            _TITLES,
            hours=_HOURS,
            validity_months=12,
            by=user_of("ministry-hr"),
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
    """Plan a morning so many days from today, two weeks before it or now."""
    day = timezone.localdate(at) + timedelta(days=days)
    begins = timezone.make_aware(datetime.combine(day, time(9)))
    return planning.plan(
        course,
        place,
        planning.Plan(
            [(begins, begins + timedelta(hours=float(_HOURS)))],
            seats=_SEATS,
            room="12",
            teacher=staff_member_of("trainer"),
        ),
        language="kk",
        may_ask=True,
        by=user_of("facility-hr"),
        at=min(at, begins - timedelta(days=14)),
    )


def _register(session: Session, people: Iterable[StaffMember], at: datetime) -> None:
    cannot = troubles([person.pk for person in people], session)
    fit = [person for person in people if person.pk not in cannot]
    registering.register(session, fit, by=user_of("facility-hr"), at=at)


def _held(session: Session, people: Iterable[StaffMember]) -> None:
    """Let ``people`` have been there, but for one; a second person has closed it."""
    _register(session, people, session.planned_at)
    (day,) = session.days
    rows = list(session.registrations.seated().order_by("pk"))
    marks = dict.fromkeys((row.pk for row in rows), Attendance.Mark.PRESENT.value)
    if rows:
        marks[rows[-1].pk] = Attendance.Mark.EXCUSED.value
    attending.note(session, day, marks, by=user_of("trainer"), at=day.ends_at)
    closing.close(
        session,
        seen=closing.result(session).seal,
        by=user_of("facility-hr"),
        at=day.ends_at + timedelta(hours=2),
    )
