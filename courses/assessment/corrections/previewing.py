"""What a correction of a key changes, computed from what is kept; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courses.assessment.marks import weighing
from courses.assessment.marks.marking import Result
from courses.assessment.marks.weighing import Sums
from courses.assessment.models import Attempt, AttemptItem, KeyCorrection


@dataclass(frozen=True)
class Change:
    """A marked attempt before and after a correction; its item has the answer."""

    item: AttemptItem
    mark: Decimal
    counts: bool
    before: Result
    after: Result

    @property
    def is_founded(self) -> bool:
        """Whether anything counts after it."""
        return self.after.total > 0

    @property
    def attempt(self) -> Attempt:
        return self.item.attempt

    @property
    def changes_item(self) -> bool:
        now = (self.item.worth, self.item.counts)
        return now != (self.mark, self.counts)

    @property
    def changes_result(self) -> bool:
        return _told(self.before) != _told(self.after)

    @property
    def to_pass(self) -> bool:
        return self.after.passed and not self.before.passed

    @property
    def to_fail(self) -> bool:
        return self.before.passed and not self.after.passed


@dataclass(frozen=True)
class Preview:
    """What a correction would do: all attempts with the question, and what changes.

    ``unfounded`` are attempts in which nothing else counts.
    """

    attempts: int
    under_way: int
    changes: Sequence[Change]
    unfounded: int

    @property
    def to_pass(self) -> int:
        return sum(change.to_pass for change in self.changes)

    @property
    def to_fail(self) -> int:
        return sum(change.to_fail for change in self.changes)


def preview(correction: KeyCorrection) -> Preview:
    """Return what ``correction`` does to the attempts with its question; nothing is written."""
    items = AttemptItem.objects.in_exams().filter(question=correction.question_id)
    changes = changes_of(correction, items.filter(attempt__score__isnull=False))
    marked = len(changes)
    asked = items.count()
    return Preview(
        attempts=asked,
        under_way=asked - marked,
        changes=[change for change in changes if change.changes_item],
        unfounded=sum(not change.is_founded for change in changes),
    )


def changes_of(correction: KeyCorrection, items: Any) -> list[Change]:
    """Return each of the marked ``items`` of the question, before and after."""
    rows = list(
        items.current()
        .with_answers()
        .select_related("question", "attempt__paper", "correction")
        .order_by("attempt")
    )
    sums = weighing.sums_of([item.attempt for item in rows])
    return [_weighed(correction, item, sums[item.attempt_id]) for item in rows]


def _weighed(correction: KeyCorrection, item: AttemptItem, sums: Sums) -> Change:
    mark = item.question.mark(item.answer, correction)
    if mark is None:  # what people gave stays
        mark = item.worth or Decimal(0)
    counts = item.is_scored and not correction.is_void
    after = sums.seen_as(item, mark, counts=counts)
    return Change(item, mark, counts, sums.result, after.result)


def _told(result: Result) -> tuple[Decimal, bool, bool]:
    return result.score, result.passed, result.must_pass_failed
