"""Planning of classroom sessions: course, people, days, place, teacher and seats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.classroom import session_notices
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Session, SessionDay
from courses.classroom.models.classroom_session import MOST_DAYS, MOST_SEATS
from courses.models import Course
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.languages import list_texts
from elearning.staff.models import Establishment, StaffMember

#: The start and end of each day.
type Days = Sequence[tuple[datetime, datetime]]
#: The maximum length of a day, and how far ahead a session can be planned.
_LONGEST, _AHEAD = timedelta(hours=14), timedelta(days=730)


@dataclass(frozen=True)
class SessionPlan:
    """The changeable part of a session: days, place, teacher and seats."""

    days: Days
    seats: int
    room: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    teacher: StaffMember | None = None
    bring: str = ""

    @property
    def fields(self) -> dict[str, object]:
        return {
            "own_places": {code: one.strip() for code, one in list_texts(self.places)},
            "room": self.room.strip(),
            "teacher": self.teacher,
            "bring": self.bring.strip(),
            "seats": self.seats,
            "starts_at": min(start for start, _end in self.days),
            "ends_at": max(end for _start, end in self.days),
        }


@dataclass(frozen=True)
class SessionTerms:
    """The fixed part of a session: course, establishment, language and attendance.

    ``enough`` is the share of the hours, in per cent, that counts as attendance. With
    ``may_ask``, people may register themselves.
    """

    course: Course
    establishment: Establishment
    language: str
    enough: int = 100
    may_ask: bool = False


def plan_session(
    terms: SessionTerms, planned: SessionPlan, *, by: User, at: datetime
) -> Session:
    """Plan a session and return it.

    Raises ``ClassroomError`` for a course that is closed or not held in a classroom,
    for an establishment outside the remit of ``by``, for days that have passed, overlap
    or end before they begin, for a wrong share of hours, number of seats or days, and
    for a place not named in every language.
    """
    course, establishment = terms.course, terms.establishment
    if course.delivery != Course.Delivery.CLASSROOM:
        raise ClassroomError(
            _("This course is not held in a classroom. Choose another one.")
        )
    if course.closed_at is not None:
        raise ClassroomError(_("This course is closed. Choose another one."))
    mine = Establishment.objects.visible_to(by)
    if not mine.filter(pk=establishment.pk).exists():
        raise ClassroomError(
            _("This establishment is not in your remit. Choose one of yours.")
        )
    if not 1 <= terms.enough <= 100:
        raise ClassroomError(_("Enter the share of the hours, from 1 to 100 per cent."))
    check_session_days(planned.days, at)
    check_seat_number(planned.seats)
    check_place_names(planned)
    with unit_of_work():
        session = Session.objects.create(
            planned_at=at,
            planned_by=by,
            **vars(terms),
            **planned.fields,
        )
        create_session_days(session, planned.days)
        audit_log.record_action(
            "classroom.session_planned",
            by=by,
            on=session,
            course=course.code,
            establishment=establishment.code,
            days=planned.days,
            seats=planned.seats,
        )
        session_notices.notify_teacher(
            session, session_notices.TEACHES, turn=session.timetable, at=at
        )
    return session


def create_session_days(session: Session, days: Days) -> None:
    """Store ``days`` as the current timetable of ``session``."""
    SessionDay.objects.bulk_create(
        SessionDay(
            session=session,
            timetable=session.timetable,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        for starts_at, ends_at in sorted(days)
    )


def check_session_days(days: Days, at: datetime) -> None:
    """Raise ``ClassroomError`` unless ``days`` are in the future and in order.

    There may be ``MOST_DAYS`` at most, none more than two years ahead.
    """
    if not days:
        raise ClassroomError(_("Enter at least one day."))
    if len(days) > MOST_DAYS:
        raise ClassroomError(
            _("A session can last at most %(most)d days. Plan two sessions.")
            % {"most": MOST_DAYS}
        )
    _demand_order(sorted(days))
    first = min(days)[0]
    if first <= at:
        raise ClassroomError(_("This time has passed. Choose a later one."))
    if first - at > _AHEAD:
        raise ClassroomError(_("This is more than two years ahead. Check the year."))


def _demand_order(days: Days) -> None:
    """Raise for days that end before they begin, are too long, or overlap."""
    end: datetime | None = None
    for starts_at, ends_at in days:
        day = {"day": date_format(timezone.localtime(starts_at), "DATE_FORMAT")}
        if ends_at <= starts_at:
            raise ClassroomError(
                _(
                    "On %(day)s the session ends before it begins. Correct one of "
                    "the times."
                )
                % day
            )
        if ends_at - starts_at > _LONGEST:
            raise ClassroomError(
                _(
                    "On %(day)s the session is longer than a teaching day. Check the "
                    "times."
                )
                % day
            )
        if end is not None and starts_at < end:
            raise ClassroomError(
                _("Two of the days overlap on %(day)s. Correct one of them.") % day
            )
        end = ends_at


def check_seat_number(seats: int) -> None:
    """Raise ``ClassroomError`` unless there are 1 to ``MOST_SEATS`` seats."""
    if not 1 <= seats <= MOST_SEATS:
        raise ClassroomError(
            _("Enter the number of seats, from 1 to %(most)d.") % {"most": MOST_SEATS}
        )


def check_place_names(planned: SessionPlan) -> None:
    """Raise ``ClassroomError`` for a place named only in some of the languages."""
    said = [place.strip() for _code, place in list_texts(planned.places)]
    if any(said) and not all(said):
        raise ClassroomError(
            _("Name the place in every language, or leave all of them empty.")
        )
