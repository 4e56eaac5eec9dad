"""Attendance, day by day; the newest mark counts until the session is closed."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from courses.classroom.errors import ClassroomError
from courses.classroom.models import Attendance, Session, SessionDay
from courses.classroom.session_seats import lock_session
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log


def can_record_attendance(session: Session, user: User) -> bool:
    """Return whether ``user`` teaches ``session`` or looks after its establishment."""
    if session.teacher is not None and session.teacher.user_id == user.pk:
        return True
    return Session.objects.managed_by(user).filter(pk=session.pk).exists()


def record_attendance(
    session: Session,
    day: SessionDay,
    marks: Mapping[int, str],
    *,
    by: User,
    at: datetime,
) -> int:
    """Record the attendance on ``day``; return the number of new marks.

    ``marks`` are by the ids of registrations; unchanged ones are left alone. Raises
    ``ClassroomError`` for a session that is cancelled or closed, for a future day or
    one of another timetable, for people without a seat, for the user’s own attendance,
    and for users who neither teach nor manage the session.
    """
    with unit_of_work():
        session = lock_session(session)
        _demand(session, day, by, at)
        seated = session.registrations.seated().select_related("learner")
        rows = {row.pk: row for row in seated.prefetch_related("marks")}
        if not set(marks) <= set(rows):
            raise ClassroomError(
                _("Someone on this list no longer has a seat. Open the list again.")
            )
        new = []
        for pk, mark in marks.items():
            if mark not in Attendance.Mark.values:
                raise ClassroomError(_("Choose a mark for everyone."))
            row = rows[pk]
            before = row.newest_marks.get(day.pk)
            if before is not None and before.mark == mark:
                continue
            if row.learner.user_id == by.pk:
                raise ClassroomError(
                    _("You cannot record your own attendance. Ask a colleague.")
                )
            new.append(Attendance(registration=row, day=day, mark=mark, by=by, at=at))
        Attendance.objects.bulk_create(new)
        audit_log.record_entries(
            audit_log.build_entry(
                "classroom.attendance_noted",
                by=by,
                on=one.registration,
                person=one.registration.learner.key,
                course=session.course.code,
                day=day.on,
                mark=one.mark,
            )
            for one in new
        )
    return len(new)


def _demand(session: Session, day: SessionDay, by: User, at: datetime) -> None:
    if not can_record_attendance(session, by):
        raise ClassroomError(
            _("The teacher or the personnel office records the attendance.")
        )
    if session.cancelled_at is not None:
        raise ClassroomError(_("This session was called off, so nobody attended it."))
    if session.closed_at is not None:
        raise ClassroomError(
            _("This session is closed. Correct mistakes in the record.")
        )
    if day.session_id != session.pk or day.timetable != session.timetable:
        raise ClassroomError(_("The session was moved. Open the list again."))
    if day.starts_at > at:
        raise ClassroomError(
            _("This day is still to come. Record the attendance once it has begun.")
        )
