"""Appointments of people to posts: start, move, end and cancel."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.amendment_history import amend_end_date, compute_known_on
from elearning.staff.end_dates import check_date_order, end_dated_row
from elearning.staff.errors import StaffError
from elearning.staff.events import PeopleChanged
from elearning.staff.models import (
    Amendment,
    Appointment,
    Establishment,
    Post,
    StaffMember,
    filter_overlapping,
)

#: A full post, in per cent: the most that a person can hold at once.
WHOLE = 100


@dataclass(frozen=True)
class AppointmentTerms:
    """Where, as what, from when to when and for how much of a post somebody is appointed."""

    establishment: Establishment
    post: Post
    starts_on: date
    ends_on: date | None = None
    is_acting: bool = False
    share: int = WHOLE


def create_appointment(
    staff_member: StaffMember,
    terms: AppointmentTerms,
    *,
    by: User | None,
    reason: str = "",
) -> Appointment:
    """Appoint ``staff_member`` on these ``terms``; return the row.

    Raises ``StaffError`` if the last day is before the first, if the person already
    holds this post there on one of these days, if their posts would exceed a full one
    (acting ones are not counted), and if the establishment closes before the end.
    """
    starts_on, ends_on = terms.starts_on, terms.ends_on
    check_date_order(starts_on, ends_on)
    if not 1 <= terms.share <= WHOLE:
        raise StaffError(_("Enter a share from 1 to 100 per cent."))
    _demand_open(terms.establishment, ends_on)
    with transaction.atomic():
        staff_member.lock()
        held = staff_member.appointments.filter(
            establishment=terms.establishment, post=terms.post
        )
        if filter_overlapping(held, starts_on, ends_on).exists():
            raise StaffError(
                _(
                    "This person already holds this post there. "
                    "End that appointment first."
                )
            )
        if not terms.is_acting:
            check_remaining_share(staff_member, terms.share, starts_on, ends_on)
        appointment = Appointment.objects.create(
            staff_member=staff_member,
            known_on=compute_known_on(starts_on),
            **vars(terms),
        )
        audit_log.record_action(
            "staff.appointed",
            by=by,
            on=appointment,
            person=staff_member.key,
            reason=reason,
        )
    return appointment


def end_appointment(
    appointment: Appointment, *, on: date, by: User | None, reason: str = ""
) -> None:
    """Make ``on`` the last day of ``appointment``; the row stays, and so do past reports.

    Raises ``StaffError`` for a day before the first one, and for a later end that
    conflicts with another row.
    """

    def check() -> None:
        if appointment.ends_on is not None and appointment.ends_on < on:
            _demand_room_until(appointment, on)

    end_dated_row(
        "staff.appointment_ended",
        appointment,
        on=on,
        by=by,
        reason=reason,
        check=check,
    )


def move_appointment(
    appointment: Appointment,
    terms: AppointmentTerms,
    *,
    by: User | None,
    reason: str = "",
) -> Appointment:
    """End ``appointment`` and appoint its holder anew on these ``terms``, without a gap.

    Raises ``StaffError`` as both do, and where the appointment has not begun before they
    do or has ended.
    """
    last = terms.starts_on - timedelta(days=1)
    if last < appointment.starts_on:
        raise StaffError(
            _("This appointment begins on %(day)s. Choose a later day for the move.")
            % {"day": _day(appointment.starts_on)}
        )
    if appointment.ends_on is not None and appointment.ends_on < last:
        raise StaffError(
            _("This appointment ends on %(day)s. Appoint the person again instead.")
            % {"day": _day(appointment.ends_on)}
        )
    with transaction.atomic():
        end_appointment(appointment, on=last, by=by, reason=reason)
        person = appointment.staff_member
        return create_appointment(person, terms, by=by, reason=reason)


def cancel_appointment(
    appointment: Appointment, *, by: User | None, reason: str, resume: bool = True
) -> None:
    """Cancel an appointment that has not begun.

    No report has included it, so its row is deleted; the audit log keeps its data. With
    ``resume``, the one that ``find_preceding_appointment`` returns gets its previous
    end date back. Raises ``StaffError`` if it has begun, and if the other one cannot be
    resumed.
    """
    person = appointment.staff_member
    with transaction.atomic():
        person.lock()
        if appointment.starts_on <= timezone.localdate():
            raise StaffError(
                _("This appointment has begun. Enter its last day instead.")
            )
        earlier = find_preceding_appointment(appointment) if resume else None
        audit_log.record_action(
            "staff.appointment_called_off",
            by=by,
            on=appointment,
            person=person.key,
            reason=reason,
            establishment=appointment.establishment.code,
            post=appointment.post.code,
            starts_on=appointment.starts_on,
            ends_on=appointment.ends_on,
            share=appointment.share,
            acting=appointment.is_acting,
        )
        appointment.delete()
        if earlier is not None:
            _resume(earlier, by=by, reason=reason)
        PeopleChanged(StaffMember.objects.filter(pk=person.pk)).send()


def find_preceding_appointment(appointment: Appointment) -> Appointment | None:
    """Return the appointment that ends on the day before ``appointment``, as after a move."""
    last = appointment.starts_on - timedelta(days=1)
    rows = appointment.staff_member.appointments.filter(ends_on=last)
    return rows.select_related("establishment", "post").order_by("pk").last()


def _resume(appointment: Appointment, *, by: User | None, reason: str) -> None:
    """Restore the last day that ``appointment`` had before the present one."""
    amended = Amendment.objects.filter(
        subject=Appointment._meta.label_lower,
        row=appointment.pk,
        after=appointment.ends_on,
    )
    latest = amended.order_by("pk").last()
    until = latest.before if latest else None
    _demand_room_until(appointment, until)
    before = amend_end_date(appointment, until)
    audit_log.record_action(
        "staff.appointment_resumed",
        by=by,
        on=appointment,
        person=appointment.staff_member.key,
        reason=reason,
        before=before,
        after=until,
    )


def check_remaining_share(
    staff_member: StaffMember, share: int, starts_on: date, ends_on: date | None
) -> None:
    """Raise ``StaffError`` if ``share`` exceeds the person’s free share on any of these days."""
    rows = staff_member.appointments.filter(is_acting=False).select_related("post")
    held = list(filter_overlapping(rows, starts_on, ends_on).order_by("starts_on"))
    days = {starts_on, *(row.starts_on for row in held if row.starts_on > starts_on)}
    for day in sorted(days):
        then = [row for row in held if row.holds_on(day)]
        if sum(row.share for row in then) + share > WHOLE:
            raise StaffError(_too_much(then[0], WHOLE - sum(row.share for row in then)))


def _too_much(row: Appointment, left: int) -> str:
    facts = {
        "post": row.post.title,
        "place": row.establishment.title,
        "first": _day(row.starts_on),
        "last": _day(row.ends_on) if row.ends_on else "",
        "share": row.share,
        "left": max(left, 0),
    }
    if row.ends_on:
        return (
            _(
                "This person is %(post)s (%(share)d%%) at %(place)s from "
                "%(first)s to %(last)s, and only %(left)d%% of a post is left. "
                "Move the person, begin after that date, give a smaller share, "
                "or tick “acting”."
            )
            % facts
        )
    return (
        _(
            "This person has been %(post)s (%(share)d%%) at %(place)s since "
            "%(first)s, and only %(left)d%% of a post is left. Move the "
            "person, end that appointment first, give a smaller share, or "
            "tick “acting”."
        )
        % facts
    )


def _demand_open(establishment: Establishment, ends_on: date | None) -> None:
    closes = establishment.closed_on
    if closes is not None and (ends_on is None or ends_on > closes):
        raise StaffError(
            _(
                "%(place)s is closed after %(day)s. Choose another "
                "establishment, or a last day no later than that."
            )
            % {"place": establishment.title, "day": _day(closes)}
        )


def _demand_room_until(appointment: Appointment, until: date | None) -> None:
    """Raise ``StaffError`` if it cannot continue from its last day until ``until``."""
    _demand_open(appointment.establishment, until)
    if not appointment.is_acting:
        assert appointment.ends_on is not None  # noqa: S101 — only ended ones continue
        since = appointment.ends_on + timedelta(days=1)
        check_remaining_share(appointment.staff_member, appointment.share, since, until)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
