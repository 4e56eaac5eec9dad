"""Dated rows as known on a past day, and amendments of their end dates.

A report of last March says the same as in March: it leaves out end dates and rows that
were entered later.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from elearning.staff.models import Amendment, BitemporalModel, in_force


def compute_known_on(starts_on: date) -> date | None:
    """Return the day from which a row entered now is known; ``None``: from its first day."""
    today = timezone.localdate()
    return today if starts_on < today else None


def amend_end_date(row: BitemporalModel, on: date | None) -> date | None:
    """Make ``on`` the last day of ``row``, record the previous one, and return it.

    Call it in the caller’s transaction, which writes the audit entry.
    """
    before = row.ends_on
    Amendment.objects.create(
        subject=_label(type(row)),
        row=row.pk,
        before=before,
        after=on,
        known_on=timezone.localdate(),
    )
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    return before


class AmendmentHistory:
    """Amendments since the end of ``on``: one query, or none for today."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._before: dict[str, dict[int, date | None]] = defaultdict(dict)
        if on < timezone.localdate():
            later = Amendment.objects.filter(known_on__gt=on).order_by("-pk")
            for subject, row, before in later.values_list("subject", "row", "before"):
                self._before[subject][row] = before

    def ends(self, model: type[BitemporalModel]) -> dict[int, date | None]:
        """Return the last day, as known then, of rows whose end was amended since."""
        return self._before[_label(model)]

    def of[Row: BitemporalModel](self, rows: Iterable[Row]) -> list[Row]:
        """Return those of ``rows`` known then, each with the last day known then."""
        found = []
        for row in rows:
            if row.known_on is not None and row.known_on > self.on:
                continue
            ends = self.ends(type(row))
            if row.pk in ends:
                row.ends_on = ends[row.pk]
            found.append(row)
        return found


def known_in_force(model: type[BitemporalModel], on: date) -> Q:
    """Return the condition that a row of ``model`` held on ``on``, as was known then.

    For subclasses of ``BitemporalModel``; one query if ``on`` is in the past, else
    none.
    """
    if on >= timezone.localdate():
        return in_force(on)
    then = AmendmentHistory(on).ends(model)
    still = [row for row, last in then.items() if last is None or last >= on]
    over = [row for row in then if row not in set(still)]
    holds = in_force(on) & ~Q(pk__in=over)
    was = Q(starts_on__lte=on, pk__in=still)
    return (holds | was) & (Q(known_on=None) | Q(known_on__lte=on))


def _label(model: type[models.Model]) -> str:
    return model._meta.label_lower
