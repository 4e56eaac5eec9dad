"""Give people seats in a session, or places on its waiting list, and take them off."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

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
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass
class RegistrationResult:
    """Who has a seat now, who waits for one, and who cannot come, with the reason."""

    seated: list[Registration] = field(default_factory=list)
    waiting: list[Registration] = field(default_factory=list)
    refused: list[tuple[StaffMember, str]] = field(default_factory=list)


def register_people(
    session: Session, people: Iterable[StaffMember], *, by: "User", at: datetime
) -> RegistrationResult:
    """Register ``people``, as the personnel office: seats first, then the waiting list.

    Who is on the list already, away, elsewhere or not in the service is refused with the
    reason; the others are registered. Raises ``ClassroomError`` for a session that is over,
    called off or closed, and for people whom ``by`` does not look after.
    """
    keys = {person.pk for person in people}
    mine = StaffMember.objects.in_remit_of(by).filter(pk__in=keys)
    if mine.count() < len(keys):
        raise ClassroomError(
            _("You do not look after some of these people. Choose from your list.")
        )
    with unit_of_work():
        session = lock_session(session)
        if session.is_over(at):
            raise ClassroomError(_("This session is over. Choose a later one."))
        return _put(session, keys, by=by, at=at)


def request_seat(
    session: Session, learner: StaffMember, *, by: "User", at: datetime
) -> Registration:
    """Register ``learner`` at her own wish; she has a seat, or waits for one.

    Raises ``ClassroomError`` where the session is not open to that, is not for people of
    her establishment or has begun, and for whatever else stands in the way.
    """
    with unit_of_work():
        session = lock_session(session)
        for_her = Session.objects.filter(pk=session.pk).for_person(
            learner, session.days[0].on
        )
        if not session.may_ask or not for_her.exists():
            raise ClassroomError(
                _("Your personnel officer registers people here. Speak with her.")
            )
        if session.has_begun(at):
            raise ClassroomError(_("This session has begun. Choose a later one."))
        outcome = _put(session, {learner.pk}, by=by, at=at)
        if outcome.refused:
            raise ClassroomError(outcome.refused[0][1])
        return (outcome.seated or outcome.waiting)[0]


def cancel_registration(
    registration: Registration, *, reason: str = "", by: "User", at: datetime
) -> None:
    """Take somebody off the list; a seat that is freed goes to the first who waits.

    Repeating is harmless. Whoever is taken off by somebody else is told; that needs a
    reason. Raises ``ClassroomError`` without one, and once the session has begun.
    """
    with unit_of_work():
        session = lock_session(registration.session)
        row = session.registrations.select_related("learner__user").get(
            pk=registration.pk
        )
        if row.left_at is not None:
            return
        is_own = row.learner.user_id == by.pk
        if not is_own and not reason.strip():
            raise ClassroomError(_("Give the reason; an inspection will ask for it."))
        _demand_open(session)
        if session.has_begun(at):
            raise ClassroomError(
                _("This session has begun. Note in the attendance who was not there.")
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
    session: Session, keys: set[int], *, by: "User", at: datetime
) -> RegistrationResult:
    """Register who may come; the session is locked, and the people are held in an order."""
    _demand_open(session)
    held = StaffMember.objects.select_for_update(of=("self",), no_key=True)
    people = list(held.filter(pk__in=keys).select_related("user").order_by("pk"))
    known = session.registrations.standing().filter(learner__in=keys)
    on_it = set(known.values_list("learner", flat=True))
    cannot = list_unavailability_reasons(keys, session)
    outcome, free = RegistrationResult(), count_free_seats(session)
    if session.registrations.waiting().exists():
        free = 0  # who waits already comes first
    rows: list[Registration] = []
    for person in people:
        if person.pk in on_it:
            outcome.refused.append(
                (person, _("Is on the list of this session already."))
            )
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
