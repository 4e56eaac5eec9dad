"""Absences of staff, during which their training deadlines are suspended."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.amendment_history import compute_known_on
from elearning.staff.end_dates import check_date_order, end_dated_row
from elearning.staff.errors import StaffError
from elearning.staff.events import AbsenceRecorded
from elearning.staff.models import Absence, StaffMember, filter_overlapping


def record_absence(
    staff_member: StaffMember,
    kind: Absence.Kind,
    *,
    starts_on: date,
    by: User | None,
    ends_on: date | None = None,
) -> Absence:
    """Record an absence of ``staff_member``, and return it (curriculum R9).

    Raises ``StaffError`` if the last day is before the first, and if another absence
    covers one of these days.
    """
    check_date_order(starts_on, ends_on)
    with transaction.atomic():
        staff_member.lock()
        _demand_present(staff_member, starts_on, ends_on)
        absence = Absence.objects.create(
            staff_member=staff_member,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            known_on=compute_known_on(starts_on),
        )
        audit_log.record_action(
            "staff.absence_noted", by=by, on=absence, person=staff_member.key, kind=kind
        )
        AbsenceRecorded(absence, starts_on, by).send()
    return absence


def end_absence(absence: Absence, *, on: date, by: User | None) -> None:
    """Make ``on`` the last day of ``absence``; the row stays.

    Raises ``StaffError`` for a day before the first one, and for a later end that
    overlaps another absence.
    """

    def check() -> None:
        if absence.ends_on is not None and absence.ends_on < on:
            since = absence.ends_on + timedelta(days=1)
            _demand_present(absence.staff_member, since, on)

    with transaction.atomic():
        before = end_dated_row(
            "staff.absence_ended", absence, on=on, by=by, check=check
        )
        if before is not None and before < on:
            AbsenceRecorded(absence, before + timedelta(days=1), by).send()


def _demand_present(
    staff_member: StaffMember, starts_on: date, ends_on: date | None
) -> None:
    row = filter_overlapping(staff_member.absences.all(), starts_on, ends_on).first()
    if row is None:
        return
    facts = {"kind": row.get_kind_display(), "first": date_format(row.starts_on)}
    if row.ends_on is None:
        raise StaffError(
            _(
                "This person is away already: %(kind)s, since %(first)s. "
                "End that absence first."
            )
            % facts
        )
    raise StaffError(
        _(
            "This person is away already: %(kind)s, from %(first)s to %(last)s. "
            "Choose other days, or end that absence earlier."
        )
        % (facts | {"last": date_format(row.ends_on)})
    )
