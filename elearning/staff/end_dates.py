"""Last days of dated rows of one person."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.amendment_history import amend_end_date
from elearning.staff.errors import StaffError


def check_date_order(
    starts_on: date, ends_on: date | None, *, error: type[Exception] = StaffError
) -> None:
    """Raise ``error`` if the last day is before the first."""
    if ends_on is not None and ends_on < starts_on:
        raise error(_("The last day is before the first. Correct one of the dates."))


def end_dated_row(
    action: str,
    row: Any,
    *,
    on: date,
    by: User | None,
    reason: str = "",
    check: Callable[[], None],
) -> date | None:
    """Make ``on`` the last day of ``row``, and return the one before; the row stays.

    ``row`` is a ``BitemporalModel`` of a ``staff_member``, who is locked meanwhile;
    ``action`` is that of the audit log. Raises ``StaffError`` for a day before the
    first one, and whatever ``check`` raises about the row as it is.
    """
    check_date_order(row.starts_on, on)
    with transaction.atomic():
        row.staff_member.lock()
        row.refresh_from_db(fields=["ends_on"])
        check()
        before = amend_end_date(row, on)
        audit_log.record_action(
            action,
            by=by,
            on=row,
            person=row.staff_member.key,
            reason=reason,
            before=before,
            after=on,
        )
    return before


def check_not_ended(row: Any, on: date, message: str) -> None:
    """Raise ``StaffError`` with ``message`` if ``row`` ends on ``on`` or earlier."""
    if row.ends_on is not None and row.ends_on <= on:
        raise StaffError(message)
