"""Reporting lines: line managers of people, for a time."""

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.amendment_history import amend_end_date, compute_known_on
from elearning.staff.end_dates import check_not_ended, end_dated_row
from elearning.staff.errors import StaffError
from elearning.staff.models import Reporting, StaffMember, filter_overlapping


def assign_line_manager(
    staff_member: StaffMember,
    manager: StaffMember,
    *,
    starts_on: date,
    by: User | None,
) -> Reporting:
    """Make ``manager`` the line manager of ``staff_member`` from ``starts_on``.

    The previous line ends then. Raises ``StaffError`` for the person themselves, for
    somebody without a post on that day, for somebody who reports to the person,
    directly or through others, and if another line begins later.
    """
    if staff_member.pk == manager.pk:
        raise StaffError(
            _(
                "A person cannot be their own line manager. Enter another "
                "service number."
            )
        )
    if not StaffMember.objects.employed(starts_on).filter(pk=manager.pk).exists():
        raise StaffError(
            _(
                "The line manager does not hold a post on that date. Choose "
                "someone who does."
            )
        )
    with transaction.atomic():
        for pk in sorted({staff_member.pk, manager.pk}):
            StaffMember(pk=pk).lock()
        if is_reporting_to(manager, staff_member, since=starts_on):
            raise StaffError(
                _(
                    "The line manager would report to this person, directly or "
                    "through others. End that line of management first, or choose "
                    "someone else."
                )
            )
        _end_before(staff_member, manager, starts_on)
        reporting = Reporting.objects.create(
            staff_member=staff_member,
            manager=manager,
            starts_on=starts_on,
            known_on=compute_known_on(starts_on),
        )
        audit_log.record_action(
            "staff.manager_set",
            by=by,
            on=reporting,
            person=staff_member.key,
            manager=str(manager.key),
            starts_on=starts_on,
        )
    return reporting


def end_reporting_line(
    reporting: Reporting, *, on: date, by: User | None, reason: str = ""
) -> None:
    """Make ``on`` the last day of a reporting line; the row stays.

    Raises ``StaffError`` for a day before the first one, and if it has ended.
    """
    ended = _("This line of management already ends before that date.")
    check = partial(check_not_ended, reporting, on, ended)
    end_dated_row(
        "staff.manager_ended", reporting, on=on, by=by, reason=reason, check=check
    )


def is_reporting_to(who: StaffMember, manager: StaffMember, *, since: date) -> bool:
    """Tell whether ``who`` reports to ``manager``, also indirectly, on a day from ``since``.

    One query for each step of the line.
    """
    #: The period in which each of these is reached by the line.
    reached = {who.pk: (since, date.max)}
    seen: set[tuple[int, date, date]] = set()
    while reached:
        rows = filter_overlapping(
            Reporting.objects.filter(staff_member__in=reached), since, None
        )
        onward: dict[int, tuple[date, date]] = {}
        for row in rows:
            first, last = reached[row.staff_member_id]
            starts, ends = max(first, row.starts_on), min(last, row.ends_on or date.max)
            step = (row.manager_id, starts, ends)
            if starts > ends or step in seen:
                continue
            if row.manager_id == manager.pk:
                return True
            seen.add(step)
            known = onward.get(row.manager_id, (starts, ends))
            onward[row.manager_id] = (min(known[0], starts), max(known[1], ends))
        reached = onward
    return False


def _end_before(
    staff_member: StaffMember, manager: StaffMember, starts_on: date
) -> None:
    rows = filter_overlapping(staff_member.reporting.all(), starts_on, None)
    for row in rows.order_by("starts_on"):
        if row.starts_on >= starts_on:
            raise StaffError(
                _(
                    "Another line manager takes over on %(day)s. Choose a later "
                    "date, or end that line of management first."
                )
                % {"day": date_format(row.starts_on)}
            )
        if row.manager_id == manager.pk:
            raise StaffError(_("This person is already the line manager on that date."))
        amend_end_date(row, starts_on - timedelta(days=1))
