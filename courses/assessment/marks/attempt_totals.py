"""Totals of marked attempts: as they are now, and with one question changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from courses.assessment.marks.attempt_marking import AttemptResult, compute_result
from courses.assessment.models import Attempt, AttemptItem

#: The number of attempts per query: SQLite limits the length of lists.
_AT_ONCE = 1000


@dataclass(frozen=True)
class AttemptTotals:
    """The sums of an attempt: marks, the maximum, and failed must-pass questions."""

    marks: Decimal
    total: int
    wrong: int
    pass_mark: int

    @property
    def result(self) -> AttemptResult:
        return compute_result(
            self.marks, self.total, self.pass_mark, must_pass_failed=bool(self.wrong)
        )

    def without(self, item: AttemptItem) -> "AttemptTotals":
        """Return the sums as if ``item``, which is part of them, had not been asked."""
        return replace(
            self,
            marks=self.marks - (item.worth or 0),
            total=self.total - 1,
            wrong=self.wrong - _is_wrong(item, item.worth),
        )

    def seen_as(
        self, item: AttemptItem, mark: Decimal, *, counts: bool
    ) -> "AttemptTotals":
        """Return the sums as if ``item`` had ``mark``, or did not count."""
        rest = self.without(item) if item.counts else self
        if not counts:
            return rest
        return replace(
            rest,
            marks=rest.marks + mark,
            total=rest.total + 1,
            wrong=rest.wrong + _is_wrong(item, mark),
        )


def compute_attempt_totals(attempts: Iterable[Attempt]) -> dict[int, AttemptTotals]:
    """Return the sums of marked ``attempts`` (with their papers), by their ids."""
    rows = list(attempts)
    kept = {
        row["attempt"]: row
        for start in range(0, len(rows), _AT_ONCE)
        for row in _kept(rows[start : start + _AT_ONCE])
    }
    nothing: dict[str, Any] = {"marks": None, "total": 0, "wrong": 0}
    return {
        one.pk: AttemptTotals(
            marks=row["marks"] or Decimal(0),
            total=row["total"],
            wrong=row["wrong"],
            pass_mark=one.paper.pass_mark,
        )
        for one in rows
        for row in [kept.get(one.pk, nothing)]
    }


def _kept(attempts: list[Attempt]) -> Iterable[Any]:
    counts = Q(now_counts=True)
    wrong = Q(question__must_pass=True, now_mark__lt=1)
    items = AttemptItem.objects.current().filter(attempt__in=attempts).order_by()
    return items.values("attempt").annotate(
        marks=Sum("now_mark", filter=counts),
        total=Count("pk", filter=counts),
        wrong=Count("pk", filter=counts & wrong),
    )


def _is_wrong(item: AttemptItem, mark: Decimal | None) -> bool:
    return item.question.must_pass and mark != 1
