"""Note when people are away, so that the clock of their training stands still."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from elearning.audit import trail
from elearning.staff.errors import StaffError
from elearning.staff.knowing import amend_end, known_from
from elearning.staff.models import Absence, StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


def note_absence(
    staff_member: StaffMember,
    kind: Absence.Kind,
    *,
    starts_on: date,
    by: "User | None",
    ends_on: date | None = None,
) -> Absence:
    """Note that ``staff_member`` is away, and return the absence (curriculum R9).

    Raises ``StaffError`` when the last day is before the first.
    """
    _demand_order(starts_on, ends_on)
    with transaction.atomic():
        absence = Absence.objects.create(
            staff_member=staff_member,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            known_on=known_from(starts_on),
        )
        trail.write(
            "staff.absence_noted", by=by, on=absence, person=staff_member.key, kind=kind
        )
    return absence


def end_absence(absence: Absence, *, on: date, by: "User | None") -> None:
    """Make ``on`` the last day of ``absence``; the row stays.

    Raises ``StaffError`` for a day before the first one.
    """
    _demand_order(absence.starts_on, on)
    with transaction.atomic():
        before = amend_end(absence, on)
        trail.write(
            "staff.absence_ended",
            by=by,
            on=absence,
            person=absence.staff_member.key,
            before=before,
            after=on,
        )


def _demand_order(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise StaffError(
            _("The last day is before the first. Correct one of the dates.")
        )
