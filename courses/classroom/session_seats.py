"""Seats of sessions: locked while assigned, and assigned in the order of the list."""

from datetime import datetime

from courses.classroom import session_notices
from courses.classroom.models import Registration, Session
from courses.classroom.participant_availability import list_unavailability_reasons
from elearning.audit import audit_log


def lock_session(session: Session) -> Session:
    """Return ``session`` as it is now, locked until the end of the transaction."""
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    known = rows.select_related("course", "establishment", "teacher__user")
    return known.prefetch_related("all_days").get(pk=session.pk)


def count_free_seats(session: Session) -> int:
    """Return the number of free seats; call it with the session locked."""
    return session.seats - session.registrations.seated().count()


def fill_free_seats(session: Session, *, at: datetime) -> int:
    """Assign free seats to waiting people, in order; return their number.

    People who cannot come now (away, gone, elsewhere) are skipped and keep their place.
    Call it in the transaction that freed a seat, with the session locked. It does
    nothing once the session has begun.
    """
    free = count_free_seats(session)
    if free < 1 or not session.is_standing or session.has_begun(at):
        return 0
    waiting = list(session.registrations.waiting().select_related("learner__user"))
    cannot = list_unavailability_reasons([row.learner_id for row in waiting], session)
    called = [row for row in waiting if row.learner_id not in cannot][:free]
    if not called:
        return 0
    for row in called:
        row.seated_at = at
    Registration.objects.bulk_update(called, ["seated_at"])
    audit_log.record_action_for_each(
        "classroom.seat_given",
        by=None,
        about=[(row, row.learner.key) for row in called],
        course=session.course.code,
    )
    session_notices.notify_participants(session, called, session_notices.SEAT, at=at)
    return len(called)
