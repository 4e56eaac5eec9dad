"""Appoint people to posts, move them, end appointments."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from elearning.audit import trail
from elearning.staff.errors import StaffError
from elearning.staff.knowing import amend_end, known_from
from elearning.staff.models import Appointment, Establishment, Post, StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


def appoint(  # noqa: PLR0913 — who, where, as what, from when to when
    staff_member: StaffMember,
    establishment: Establishment,
    post: Post,
    *,
    starts_on: date,
    by: "User | None",
    ends_on: date | None = None,
) -> Appointment:
    """Appoint ``staff_member`` to ``post`` at ``establishment``; return the row.

    Raises ``StaffError`` when the last day is before the first, or when she already
    holds this post there on one of these days.
    """
    _demand_order(starts_on, ends_on)
    held = staff_member.appointments.filter(establishment=establishment, post=post)
    held = held.exclude(ends_on__lt=starts_on)
    if (held.exclude(starts_on__gt=ends_on) if ends_on else held).exists():
        raise StaffError(
            _("This person already holds this post there. End that appointment first.")
        )
    with transaction.atomic():
        appointment = Appointment.objects.create(
            staff_member=staff_member,
            establishment=establishment,
            post=post,
            starts_on=starts_on,
            ends_on=ends_on,
            known_on=known_from(starts_on),
        )
        trail.write("staff.appointed", by=by, on=appointment, person=staff_member.key)
    return appointment


def end_appointment(
    appointment: Appointment, *, on: date, by: "User | None", reason: str = ""
) -> None:
    """Make ``on`` the last day of ``appointment``; the row stays, and so do past reports.

    Raises ``StaffError`` for a day before the first one.
    """
    _demand_order(appointment.starts_on, on)
    with transaction.atomic():
        before = amend_end(appointment, on)
        trail.write(
            "staff.appointment_ended",
            by=by,
            on=appointment,
            person=appointment.staff_member.key,
            reason=reason,
            before=before,
            after=on,
        )


def move(
    appointment: Appointment,
    establishment: Establishment,
    post: Post,
    *,
    on: date,
    by: "User | None",
) -> Appointment:
    """End ``appointment`` before ``on`` and appoint its holder anew from ``on``."""
    with transaction.atomic():
        end_appointment(appointment, on=on - timedelta(days=1), by=by)
        return appoint(
            appointment.staff_member, establishment, post, starts_on=on, by=by
        )


def _demand_order(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise StaffError(
            _("The last day is before the first. Correct one of the dates.")
        )
