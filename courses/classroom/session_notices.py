"""Notices about sessions, with the code of the course and no word of its content (R16).

E-mails to people with a seat have the dates attached as a calendar file.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.classroom import session_calendar
from courses.classroom.models import Registration, Session
from elearning.interface import calendar_files
from elearning.languages import pick_text
from elearning.notices import mail_attachments, notice_texts
from elearning.notices.mail_attachments import MailAttachment
from elearning.notices.models import Notice
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import store_notices
from elearning.staff.models import StaffMember

REGISTERED, WAITS = "session-registered", "session-waits"
SEAT, OFF = "session-seat", "session-off"
MOVED, CANCELLED = "session-moved", "session-cancelled"
TOMORROW = "session-tomorrow"
TEACHES, TAKEN = "session-teaches", "session-taken"


def notify_participants(
    session: Session, rows: Iterable[Registration], kind: str, *, at: datetime
) -> int:
    """Send everybody in ``rows`` a notice of ``kind`` about their registration.

    Returns the number of new notices. Each person gets one per kind and timetable;
    people who have left the service or have no account get none.
    """
    return _leave(session, rows, kind, turn=session.timetable, at=at)


def notify_whole_list(session: Session, kind: str, *, turn: int, at: datetime) -> int:
    """Notify everybody on the list, including those waiting; ``turn`` identifies the change."""
    rows = session.registrations.standing().select_related("learner")
    return _leave(session, rows, kind, turn=f"change-{turn}", at=at)


def notify_teacher(
    session: Session,
    kind: str,
    *,
    turn: int,
    at: datetime,
    teacher: StaffMember | None = None,
) -> None:
    """Notify the teacher, or for ``TAKEN`` the previous ``teacher``."""
    person = teacher if kind == TAKEN else session.teacher
    if person is None or person.user_id is None:
        return
    url = "" if kind == TAKEN else f"/desk/sessions/{session.key}/"
    store_notices(
        [
            Notice(
                user_id=person.user_id,
                kind=kind,
                key=f"{session.key}:{turn}:teacher",
                context=_context(session),
                url=url,
                created_at=at,
            )
        ]
    )


def register_session_notices() -> None:
    """Register the texts of all kinds of notices, and their attachments."""
    for kind, (words, more) in _SAYINGS.items():
        notice_texts.register_notice_text(kind, partial(_say, words, more))
    for kind in (REGISTERED, SEAT, MOVED, CANCELLED, TEACHES):
        mail_attachments.register_attachment(kind, _file)


def format_session_days(days: Iterable[tuple[datetime, datetime]]) -> str:
    """Return the days with their times, in words."""
    return "; ".join(_day(*day) for day in days)


def _leave(
    session: Session,
    rows: Iterable[Registration],
    kind: str,
    *,
    turn: object,
    at: datetime,
) -> int:
    listed = list(rows)
    here = StaffMember.objects.employed(timezone.localdate(at)).filter(
        pk__in=[row.learner_id for row in listed], user__is_active=True
    )
    users = dict(here.values_list("pk", "user")) if listed else {}
    return store_notices(
        Notice(
            user_id=users[row.learner_id],
            kind=kind,
            key=f"{row.key}:{turn}",
            context=_context(session),
            url="/my/" if kind == OFF else f"/my/sessions/{session.key}/",
            created_at=at,
        )
        for row in listed
        if row.learner_id in users
    )


def _context(session: Session) -> dict[str, Any]:
    return {
        "code": session.course.code,
        "session": str(session.key),
        "days": [[day.starts_at, day.ends_at] for day in session.days],
        "place": session.places,
        "room": session.room,
    }


def _file(context: dict[str, Any]) -> MailAttachment | None:
    """Return the calendar file, with the dates at the time of sending."""
    known = Session.objects.select_related("course", "establishment")
    session = known.filter(key=context["session"]).first()
    if session is None:
        return None
    return MailAttachment(
        session_calendar.format_calendar_name(session),
        session_calendar.render_session_calendar(session, at=timezone.now()),
        calendar_files.MEDIA_TYPE.split(";", 1)[0],
    )


def _named(context: dict[str, Any]) -> dict[str, str]:
    days = [(_moment(starts), _moment(ends)) for starts, ends in context["days"]]
    return {"code": str(context["code"]), "when": format_session_days(days)}


def _moment(value: Any) -> datetime:
    found = value if isinstance(value, datetime) else parse_datetime(str(value))
    assert found is not None  # noqa: S101 — it was a moment when it was stored
    return found


def _day(starts_at: datetime, ends_at: datetime) -> str:
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return _("%(day)s, %(start)s – %(end)s") % {
        "day": date_format(start),
        "start": time_format(start, "H:i"),
        "end": time_format(end, "H:i"),
    }


def _where(context: dict[str, Any]) -> str:
    place = str(pick_text(context["place"])[0])
    if room := context.get("room"):
        return _("Place: %(place)s, %(room)s.") % {"place": place, "room": room}
    return _("Place: %(place)s.") % {"place": place}


def _say(
    words: str | Promise, more: str | Promise | None, context: dict[str, Any]
) -> NoticeText:
    text = _where(context) if more is None else str(more)
    return NoticeText(str(words) % _named(context), text)


#: The subject of each kind of notice, and its text; ``None`` for the place.
_SAYINGS: dict[str, tuple[str | Promise, str | Promise | None]] = {
    REGISTERED: (gettext_lazy("Course %(code)s: you have a seat. %(when)s"), None),
    WAITS: (
        gettext_lazy("Course %(code)s: you are on the waiting list. %(when)s"),
        gettext_lazy("We will tell you as soon as there is a seat for you."),
    ),
    SEAT: (
        gettext_lazy("Course %(code)s: a seat has become free and is yours. %(when)s"),
        None,
    ),
    OFF: (
        gettext_lazy("Course %(code)s: you are no longer on the list. %(when)s"),
        gettext_lazy("Ask your personnel officer for the reason and other dates."),
    ),
    MOVED: (
        gettext_lazy(
            "Course %(code)s: the time or place of the session has changed. "
            "Now %(when)s"
        ),
        None,
    ),
    CANCELLED: (
        gettext_lazy("Course %(code)s: the session was called off. %(when)s"),
        gettext_lazy("We will tell you about another time."),
    ),
    TOMORROW: (
        gettext_lazy("Course %(code)s: your session is tomorrow. %(when)s"),
        None,
    ),
    TEACHES: (
        gettext_lazy("You are teaching a session of course %(code)s. %(when)s"),
        None,
    ),
    TAKEN: (
        gettext_lazy(
            "Someone else is teaching the session of course %(code)s. %(when)s"
        ),
        "",
    ),
}
