"""End dates of ranks and reporting lines."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from elearning.audit import audit_log
from elearning.staff.amendment_history import amend_end_date
from elearning.staff.errors import StaffError

if TYPE_CHECKING:
    from elearning.accounts.models import User


def end_dated_row(
    action: str, row: Any, *, on: date, by: "User | None", reason: str, ended: str
) -> None:
    """Make ``on`` the last day of ``row``, with the audit action ``action``; the row stays.

    ``row`` is a ``BitemporalModel`` of a ``staff_member``, who is locked meanwhile.
    Raises ``StaffError`` for a day before the first one, and with the text ``ended`` if
    it has ended.
    """
    if on < row.starts_on:
        raise StaffError(
            _("The last day is before the first. Correct one of the dates.")
        )
    with transaction.atomic():
        row.staff_member.lock()
        row.refresh_from_db(fields=["ends_on"])
        if row.ends_on is not None and row.ends_on <= on:
            raise StaffError(ended)
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
