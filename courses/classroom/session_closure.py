"""Closing of sessions by a second person; everybody with enough attendance passes.

Whoever closes a session has recorded none of the marks that count, so that two people
stand behind each pass, as for prior learning.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.classroom.errors import ClassroomError
from courses.classroom.models import Attendance, Registration, Session, SessionDay
from courses.classroom.session_attendance import can_record_attendance
from courses.classroom.session_seats import lock_session
from courses.records.completions.course_completion import record_classroom_completion
from courses.records.statements.guideline_session_statements import (
    emit_session_attended,
)
from courses.records.statements.statement_builder import StatementContext
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log

#: Tolerance for shares of hours.
_ROUNDING = 1e-6


@dataclass(frozen=True)
class AttendanceResult:
    """The attendance of one person, and whether it is enough; ``marks`` are by day."""

    registration: Registration
    days: list[SessionDay]
    marks: list[Attendance | None]
    hours: float
    share: int  # per cent, rounded down
    is_enough: bool

    @property
    def is_whole(self) -> bool:
        """Whether there is a mark for each day."""
        return None not in self.marks

    @property
    def by_day(self) -> list[tuple[SessionDay, Attendance | None]]:
        return list(zip(self.days, self.marks, strict=True))

    @property
    def there(self) -> list[SessionDay]:
        """The days on which the person was present."""
        present = Attendance.Mark.PRESENT
        return [day for day, mark in self.by_day if mark and mark.mark == present]


@dataclass(frozen=True)
class SessionResult:
    """The result of closing a session; ``seal`` identifies it."""

    days: list[SessionDay]
    lines: list[AttendanceResult]

    @property
    def passed(self) -> list[AttendanceResult]:
        return [line for line in self.lines if line.is_enough]

    @property
    def unnoted(self) -> int:
        """The number of people with a day that is not marked yet."""
        return sum(not line.is_whole for line in self.lines)

    @property
    def seal(self) -> str:
        told = [
            f"{line.registration.pk} "
            + " ".join(str(mark.pk) if mark else "-" for mark in line.marks)
            for line in self.lines
        ]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def build_session_result(session: Session) -> SessionResult:
    """Return the present result of ``session``; a fixed number of queries."""
    days = session.days
    seated = session.registrations.seated().select_related(
        "learner__user", "completion"
    )
    rows = seated.prefetch_related("marks").order_by(
        "learner__family_name", "learner__given_name", "learner__staff_number"
    )
    return SessionResult(days, [_line(session, days, row) for row in rows])


def close_session(
    session: Session, *, seen: str, by: User, at: datetime
) -> list[AttendanceResult]:
    """Close ``session`` and record the passes; return their results.

    ``seen`` is the seal of the result that was shown. The passes with their
    certificates and everybody’s attendance are recorded in one transaction. Repeating
    changes nothing. Raises ``ClassroomError`` before the session is over, if it was
    cancelled, if a day is not marked, if the attendance has changed since it was shown,
    and for users who recorded some of it, are on the list, or neither teach nor manage
    the session.
    """
    with unit_of_work():
        session = lock_session(session)
        if session.closed_at is not None:
            return []
        found = build_session_result(session)
        if words := find_closing_obstacle(session, found, by, at):
            raise ClassroomError(words)
        if found.seal != seen:
            raise ClassroomError(
                _("The attendance has changed since you looked. Check it again.")
            )
        session.closed_at, session.closed_by = at, by
        session.save(update_fields=["closed_at", "closed_by"])
        for line in found.lines:
            _tell(session, line)
            if line.is_enough:
                _pass(session, line.registration, by=by, at=at)
        audit_log.record_action(
            "classroom.session_closed",
            by=by,
            on=session,
            course=session.course.code,
            people=len(found.lines),
            passed=len(found.passed),
        )
    return found.passed


def find_closing_obstacle(
    session: Session, found: SessionResult, by: User, at: datetime
) -> str:
    """Return, in a sentence, why ``by`` cannot close ``session`` now, or ``""``."""
    if session.cancelled_at is not None:
        return _("This session was called off, so there is nothing to close.")
    if not session.is_over(at):
        return _("This session is not over yet. Close it after its last day.")
    if found.unnoted:
        words = ngettext(
            "The attendance of %(n)d person has not been recorded for every day.",
            "The attendance of %(n)d people has not been recorded for every day.",
            found.unnoted,
        )
        return words % {"n": found.unnoted}
    return _not_hers(session, found, by)


def _not_hers(session: Session, found: SessionResult, by: User) -> str:
    """Return why ``by`` cannot be the second person, or ``""``."""
    if not can_record_attendance(session, by):
        return _("Only the personnel office or the teacher can close a session.")
    if any(line.registration.learner.user_id == by.pk for line in found.lines):
        return _("You are on this list yourself. Ask another officer to close it.")
    marks = [mark for line in found.lines for mark in line.marks if mark is not None]
    if any(mark.by_id == by.pk for mark in marks):
        return _(
            "You recorded some of the attendance, so a second person must "
            "close the session."
        )
    return ""


def _line(
    session: Session, days: list[SessionDay], row: Registration
) -> AttendanceResult:
    noted = row.newest_marks
    marks = [noted.get(day.pk) for day in days]
    present = Attendance.Mark.PRESENT
    hours = sum(
        day.hours
        for day, mark in zip(days, marks, strict=True)
        if mark is not None and mark.mark == present
    )
    whole = sum(day.hours for day in days)
    is_enough = hours > 0 and 100 * hours >= session.enough * whole - _ROUNDING
    return AttendanceResult(
        row, days, marks, hours, int(100 * hours / whole), is_enough
    )


def _pass(session: Session, row: Registration, *, by: User, at: datetime) -> None:
    row.completion = record_classroom_completion(
        row.learner,
        session.course,
        at=session.ends_at,
        language=row.learner.language,
        by=by,
        recorded_at=at,
    )
    row.save(update_fields=["completion"])


def _tell(session: Session, line: AttendanceResult) -> None:
    """Send the attendance of a person to the record store; absences are not sent."""
    if not line.hours:
        return
    learner, course = line.registration.learner, session.course
    emit_session_attended(
        StatementContext(learner, session.language, course),
        session.key,
        course.titles,
        at=line.there[0].starts_at,
        seconds=line.hours * 3600,
    )
