"""Registration for sessions, with seats and waiting list, and its cancellation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from courses.classroom import session_notices
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Registration, Session
from courses.classroom.participant_availability import list_unavailability_reasons
from courses.classroom.session_seats import (
    count_free_seats,
    fill_free_seats,
    lock_session,
)
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.staff.models import StaffMember


@dataclass
class RegistrationResult:
    """People with a seat, people on the waiting list, and refused people with the reason."""

    seated: list[Registration] = field(default_factory=list)
    waiting: list[Registration] = field(default_factory=list)
    refused: list[tuple[StaffMember, str]] = field(default_factory=list)


def register_people(
    session: Session, people: Iterable[StaffMember], *, by: User, at: datetime
) -> RegistrationResult:
    """Register ``people`` as a personnel officer: seats first, then the waiting list.

    People who are on the list already, away, elsewhere or not in the service are
    refused with the reason; the others are registered. Raises ``ClassroomError`` for a
    session that is over, cancelled or closed, and for people outside the remit of
    ``by``.
    """
    keys = {person.pk for person in people}
    mine = StaffMember.objects.in_remit_of(by).filter(pk__in=keys)
    if mine.count() < len(keys):
        raise ClassroomError(
            _("Some of these people are not in your remit. Choose from your list.")
        )
    with unit_of_work():
        session = lock_session(session)
        if session.is_over(at):
            raise ClassroomError(_("This session is over. Choose a later one."))
        return _put(session, keys, by=by, at=at)


def request_seat(
    session: Session, learner: StaffMember, *, by: User, at: datetime
) -> Registration:
    """Register ``learner`` on request, with a seat or on the waiting list.

    Raises ``ClassroomError`` if the session does not allow that, is not for people of
    their establishment or has begun, or if anything else prevents it.
    """
    with unit_of_work():
        session = lock_session(session)
        for_her = Session.objects.filter(pk=session.pk).for_person(
            learner, session.days[0].on
        )
        if not session.may_ask or not for_her.exists():
            raise ClassroomError(
                _(
                    "Your personnel officer registers people for this session. Speak "
                    "to them."
                )
            )
        if session.has_begun(at):
            raise ClassroomError(_("This session has begun. Choose a later one."))
        outcome = _put(session, {learner.pk}, by=by, at=at)
        if outcome.refused:
            raise ClassroomError(outcome.refused[0][1])
        return (outcome.seated or outcome.waiting)[0]


def cancel_registration(
    registration: Registration, *, reason: str = "", by: User, at: datetime
) -> None:
    """Take somebody off the list; a freed seat goes to the first waiting person.

    Repeating is harmless. People taken off by somebody else are notified; that requires
    a reason. Raises ``ClassroomError`` without one, and once the session has begun.
    """
    with unit_of_work():
        session = lock_session(registration.session)
        row = session.registrations.select_related("learner__user").get(
            pk=registration.pk
        )
        if row.left_at is not None:
            return
        is_own = row.learner.user_id == by.pk
        if not is_own:
            require_reason(reason, ClassroomError)
        _demand_open(session)
        if session.has_begun(at):
            raise ClassroomError(
                _("This session has begun. Record absences in the attendance.")
            )
        row.left_at, row.left_by, row.left_reason = at, by, reason.strip()
        row.save(update_fields=["left_at", "left_by", "left_reason"])
        audit_log.record_action(
            "classroom.left",
            by=by,
            on=row,
            person=row.learner.key,
            reason=row.left_reason,
            course=session.course.code,
        )
        if not is_own:
            session_notices.notify_participants(
                session, [row], session_notices.OFF, at=at
            )
        fill_free_seats(session, at=at)


def _put(
    session: Session, keys: set[int], *, by: User, at: datetime
) -> RegistrationResult:
    """Register those who may come; the session is locked, and people are locked in order."""
    _demand_open(session)
    held = StaffMember.objects.select_for_update(of=("self",), no_key=True)
    people = list(held.filter(pk__in=keys).select_related("user").order_by("pk"))
    known = session.registrations.standing().filter(learner__in=keys)
    on_it = set(known.values_list("learner", flat=True))
    cannot = list_unavailability_reasons(keys, session)
    outcome, free = RegistrationResult(), count_free_seats(session)
    if session.registrations.waiting().exists():
        free = 0  # people who wait already come first
    rows: list[Registration] = []
    for person in people:
        if person.pk in on_it:
            outcome.refused.append((person, _("Already on the list for this session.")))
        elif words := cannot.get(person.pk):
            outcome.refused.append((person, words))
        else:
            seated_at = at if len(rows) < free else None
            rows.append(
                Registration(
                    session=session,
                    learner=person,
                    registered_at=at,
                    registered_by=by,
                    seated_at=seated_at,
                )
            )
    for row in Registration.objects.bulk_create(rows):
        (outcome.seated if row.seated_at else outcome.waiting).append(row)
    for told, action, kind in (
        (outcome.seated, "classroom.registered", session_notices.REGISTERED),
        (outcome.waiting, "classroom.waits", session_notices.WAITS),
    ):
        audit_log.record_action_for_each(
            action,
            by=by,
            about=[(row, row.learner.key) for row in told],
            course=session.course.code,
        )
        if not session.has_begun(at):
            session_notices.notify_participants(session, told, kind, at=at)
    return outcome


def _demand_open(session: Session) -> None:
    if session.cancelled_at is not None:
        raise ClassroomError(_("This session was called off. Choose another one."))
    if session.closed_at is not None:
        raise ClassroomError(_("This session is closed. Choose another one."))
