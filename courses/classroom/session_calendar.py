"""Calendar files of sessions: one event per day, with the code of the course (R16)."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from courses.classroom.models import Session, SessionDay
from elearning.interface import calendar_files
from elearning.interface.calendar_files import CalendarEvent
from elearning.languages import get_current_language


def render_session_calendar(session: Session, *, at: datetime) -> str:
    """Return the file in the reader’s language; importing it again updates the events.

    Days that a move has dropped are cancelled in it.
    """
    days = session.days
    dropped: dict[int, SessionDay] = {}
    for number in range(1, session.timetable):
        earlier = [day for day in session.all_days.all() if day.timetable == number]
        dropped |= dict(enumerate(earlier[len(days) :], len(days) + 1))
    is_off = session.cancelled_at is not None
    events = [_event(session, n, day, is_off=is_off) for n, day in enumerate(days, 1)]
    events += [
        _event(session, n, day, is_off=True) for n, day in sorted(dropped.items())
    ]
    return calendar_files.render_calendar(events, product="sessions", at=at)


def format_calendar_name(session: Session) -> str:
    """Return the name of the calendar file."""
    return f"session-{session.course.code}.ics"


def _event(
    session: Session, number: int, day: SessionDay, *, is_off: bool
) -> CalendarEvent:
    return CalendarEvent(
        key=f"{session.key}-{number}",
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        summary=_("Session of course %(code)s") % {"code": session.course.code},
        place=", ".join(filter(None, [session.place, session.room])),
        url=f"{settings.BASE_URL}/{get_current_language()}/my/sessions/{session.key}/",
        is_cancelled=is_off,
    )
