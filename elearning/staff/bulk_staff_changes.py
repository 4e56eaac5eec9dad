"""Changes to many members of staff at once, for staff lists.

They do the same as ``appointments`` and the other modules for one person, with the same
rows and audit entries, in a few queries for thousands. Call them in the caller’s
transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import batched

from django.utils import timezone

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.amendment_history import compute_known_on
from elearning.staff.models import (
    Amendment,
    Appointment,
    BitemporalModel,
    RankHeld,
    StaffMember,
)

_AT_ONCE = 1000


def create_staff_members(
    people: Sequence[StaffMember], *, by: User | None, reason: str
) -> None:
    """Add new members of staff, without accounts."""
    made = StaffMember.objects.bulk_create(people, batch_size=_AT_ONCE)
    about = ((person, person.key) for person in made)
    audit_log.record_action_for_each(
        "staff.registered", by=by, about=about, reason=reason
    )


def create_dated_rows[Row: (Appointment, RankHeld)](
    action: str, rows: Sequence[Row], *, by: User | None, reason: str
) -> None:
    """Create ``rows``, with the audit action ``action``.

    Those that began earlier are known from today on.
    """
    if not rows:
        return
    for row in rows:
        row.known_on = compute_known_on(row.starts_on)
    made = type(rows[0]).objects.bulk_create(rows, batch_size=_AT_ONCE)
    about = ((row, row.staff_member.key) for row in made)
    audit_log.record_action_for_each(action, by=by, about=about, reason=reason)


def end_dated_rows[Row: (Appointment, RankHeld)](
    action: str,
    ends: Sequence[tuple[Row, StaffMember, date | None]],
    *,
    by: User | None,
    reason: str,
) -> None:
    """Set the last day of each row, with the audit action ``action``; past reports stay."""
    today = timezone.localdate()
    Amendment.objects.bulk_create(
        (
            Amendment(
                subject=row._meta.label_lower,
                row=row.pk,
                before=row.ends_on,
                after=on,
                known_on=today,
            )
            for row, _person, on in ends
        ),
        batch_size=_AT_ONCE,
    )
    for on, rows in _by_day(ends):
        type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).update(ends_on=on)
    audit_log.record_entries(
        audit_log.build_entry(
            action,
            by=by,
            on=row,
            person=person.key,
            reason=reason,
            before=row.ends_on,
            after=on,
        )
        for row, person, on in ends
    )


def _by_day[Row: BitemporalModel](
    ends: Iterable[tuple[Row, StaffMember, date | None]],
) -> Iterator[tuple[date | None, Sequence[Row]]]:
    """Yield rows in batches with the same last day, which is usually the same for all."""
    days: dict[date | None, list[Row]] = defaultdict(list)
    for row, _person, on in ends:
        days[on].append(row)
    for on, rows in days.items():
        for some in batched(rows, _AT_ONCE, strict=False):
            yield on, some
