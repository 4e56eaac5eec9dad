"""Changes of planned sessions: days, place, teacher or seats; and cancellation."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.classroom import session_notices
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Session, SessionChange
from courses.classroom.session_schedule import (
    SessionPlan,
    check_place_names,
    check_seat_number,
    check_session_days,
    create_session_days,
)
from courses.classroom.session_seats import fill_free_seats, lock_session
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.staff.models import StaffMember

#: Changes that participants have to know: where to be.
_WHERE = {"room", "own_places"}


def change_session(
    session: Session, planned: SessionPlan, *, reason: str, by: User, at: datetime
) -> None:
    """Change ``session`` to ``planned`` and notify everybody concerned; safe to repeat.

    Added seats go to waiting people. Raises ``ClassroomError`` once it has begun or is
    cancelled, without a reason, for anything that could not be planned, and for fewer
    seats than are taken.
    """
    require_reason(reason, ClassroomError)
    if not planned.days:
        raise ClassroomError(_("Enter at least one day."))
    with unit_of_work():
        session = lock_session(session)
        days = sorted(planned.days)
        before_days = [(day.starts_at, day.ends_at) for day in session.days]
        fields = planned.fields
        before = {name: getattr(session, name) for name in fields}
        changed = {name for name in fields if fields[name] != before[name]}
        is_moved = days != before_days
        if not changed and not is_moved:
            return
        _demand_ahead(session, at)
        if is_moved:
            check_session_days(days, at)
        check_seat_number(planned.seats)
        check_place_names(planned)
        _demand_enough(session, planned.seats)
        for name in changed:
            setattr(session, name, fields[name])
        if is_moved:
            session.timetable += 1
            create_session_days(session, days)
        session.save(update_fields=[*changed, "timetable"])
        kinds = SessionChange.Kind
        kept = SessionChange.objects.create(
            session=session,
            kind=kinds.MOVED if is_moved else kinds.CHANGED,
            before=_plain(before, changed)
            | ({"days": before_days} if is_moved else {}),
            after=_plain(fields, changed) | ({"days": days} if is_moved else {}),
            reason=reason,
            by=by,
            at=at,
        )
        audit_log.record_action(
            "classroom.session_moved" if is_moved else "classroom.session_changed",
            by=by,
            on=session,
            reason=reason.strip(),
            before=kept.before,
            after=kept.after,
        )
        session = lock_session(session)
        if is_moved or changed & _WHERE:
            session_notices.notify_whole_list(
                session, session_notices.MOVED, turn=kept.pk, at=at
            )
        _tell_teachers(
            session, before["teacher"], is_moved=is_moved, turn=kept.pk, at=at
        )
        fill_free_seats(session, at=at)


def cancel_session(session: Session, *, reason: str, by: User, at: datetime) -> None:
    """Cancel ``session`` and notify everybody concerned; repeating is harmless.

    Raises ``ClassroomError`` without a reason, and once it is over.
    """
    require_reason(reason, ClassroomError)
    with unit_of_work():
        session = lock_session(session)
        if session.cancelled_at is not None:
            return
        if session.closed_at is not None or session.is_over(at):
            raise ClassroomError(
                _("This session is over, so it cannot be called off any more.")
            )
        session.cancelled_at = at
        session.save(update_fields=["cancelled_at"])
        kept = SessionChange.objects.create(
            session=session,
            kind=SessionChange.Kind.CANCELLED,
            reason=reason,
            by=by,
            at=at,
        )
        audit_log.record_action(
            "classroom.session_cancelled", by=by, on=session, reason=reason.strip()
        )
        session_notices.notify_whole_list(
            session, session_notices.CANCELLED, turn=kept.pk, at=at
        )
        session_notices.notify_teacher(
            session, session_notices.CANCELLED, turn=kept.pk, at=at
        )


def _demand_ahead(session: Session, at: datetime) -> None:
    if session.cancelled_at is not None:
        raise ClassroomError(_("This session was called off. Plan another one."))
    if session.closed_at is not None or session.has_begun(at):
        raise ClassroomError(
            _("This session has begun, so it cannot be changed. Plan another one.")
        )


def _demand_enough(session: Session, seats: int) -> None:
    taken = session.registrations.seated().count()
    if seats < taken:
        words = ngettext(
            "%(taken)d seat is taken, so you cannot set the number of seats "
            "to %(seats)d. Take someone off the list first.",
            "%(taken)d seats are taken, so you cannot set the number of "
            "seats to %(seats)d. Take someone off the list first.",
            taken,
        )
        raise ClassroomError(words % {"taken": taken, "seats": seats})


def _tell_teachers(
    session: Session,
    before: StaffMember | None,
    *,
    is_moved: bool,
    turn: int,
    at: datetime,
) -> None:
    if before != session.teacher:
        session_notices.notify_teacher(
            session, session_notices.TEACHES, turn=turn, at=at
        )
        session_notices.notify_teacher(
            session, session_notices.TAKEN, turn=turn, at=at, teacher=before
        )
    elif is_moved:
        session_notices.notify_teacher(session, session_notices.MOVED, turn=turn, at=at)


def _plain(fields: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Return the values of ``names`` for storage: people by their key."""
    return {
        name: str(value.key) if isinstance(value, StaffMember) else value
        for name, value in fields.items()
        if name in names
    }
