"""Creation of ranks, and their assignment to people."""

from collections.abc import Mapping
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
from elearning.staff.models import Rank, RankHeld, StaffMember, filter_overlapping
from elearning.staff.reference_data import (
    check_codes_unused,
    normalise_titles,
    update_audited_row,
)


def create_rank(
    code: str, titles: Mapping[str, str], *, order: int, by: User | None
) -> Rank:
    """Create a rank; ``order`` counts up from the lowest.

    Raises ``StaffError`` if the code is taken or a title is missing.
    """
    texts = normalise_titles(titles)
    check_codes_unused(Rank.objects.all(), code=code)
    with transaction.atomic():
        rank = Rank.objects.create(code=code, order=order, titles=texts)
        audit_log.record_action("staff.rank_made", by=by, on=rank, code=code)
    return rank


def update_rank(
    rank: Rank, titles: Mapping[str, str], *, order: int, by: User | None
) -> list[str]:
    """Change titles and order of ``rank``; return the names of changed fields."""
    facts = {"titles": normalise_titles(titles), "order": order}
    return update_audited_row(rank, "staff.rank_changed", facts, by=by)


def assign_rank(
    staff_member: StaffMember, rank: Rank, *, starts_on: date, by: User | None
) -> RankHeld:
    """Assign ``rank`` to ``staff_member`` from ``starts_on``; the previous one ends then.

    Raises ``StaffError`` if they hold it on that day, or get another one later.
    """
    with transaction.atomic():
        staff_member.lock()
        rows = filter_overlapping(staff_member.ranks_held.all(), starts_on, None)
        for row in rows.select_related("rank").order_by("starts_on"):
            if row.starts_on >= starts_on:
                raise StaffError(_later(row))
            if row.rank_id == rank.pk:
                raise StaffError(_("This person already holds this rank on that date."))
            amend_end_date(row, starts_on - timedelta(days=1))
        held = RankHeld.objects.create(
            staff_member=staff_member,
            rank=rank,
            starts_on=starts_on,
            known_on=compute_known_on(starts_on),
        )
        audit_log.record_action(
            "staff.rank_given",
            by=by,
            on=held,
            person=staff_member.key,
            rank=rank.code,
            starts_on=starts_on,
        )
    return held


def end_rank(held: RankHeld, *, on: date, by: User | None, reason: str = "") -> None:
    """Make ``on`` the last day of a rank; the row stays.

    Raises ``StaffError`` for a day before the first one, and if it has ended.
    """
    ended = _("This rank already ends before that date.")
    check = partial(check_not_ended, held, on, ended)
    end_dated_row("staff.rank_ended", held, on=on, by=by, reason=reason, check=check)


def _later(row: RankHeld) -> str:
    return _(
        "This person holds the rank “%(rank)s” from %(day)s. Choose a "
        "later date, or end that rank first."
    ) % {"rank": row.rank.title, "day": date_format(row.starts_on)}
