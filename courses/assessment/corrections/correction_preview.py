"""Preview of a key correction, computed from stored data; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from courses.assessment.marks import attempt_totals, open_answer_marking
from courses.assessment.marks.attempt_marking import AttemptResult
from courses.assessment.marks.attempt_totals import AttemptTotals
from courses.assessment.models import (
    AnswersRemoved,
    Attempt,
    AttemptItem,
    KeyCorrection,
    RemovalGround,
)


@dataclass(frozen=True)
class RegradeResult:
    """A marked attempt before and after a correction; its item has the answer.

    It is not settled while people still have to mark the answer by the correction; its
    mark is then the previous one.
    """

    item: AttemptItem
    mark: Decimal
    counts: bool
    before: AttemptResult
    after: AttemptResult
    is_settled: bool = True

    @property
    def is_founded(self) -> bool:
        """Whether any question counts after it."""
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
class CorrectionPreview:
    """The effect of a correction: all attempts with the question, and the changes.

    ``unfounded`` are attempts in which nothing else counts; ``unsettled`` those whose
    markers would no longer agree; ``again`` those whose answers people mark anew;
    ``gone`` those that stay unchanged because their answers have been removed.
    """

    attempts: int
    under_way: int
    changes: Sequence[RegradeResult]
    unfounded: int = 0
    unsettled: int = 0
    again: int = 0
    gone: int = 0

    @property
    def to_pass(self) -> int:
        return sum(change.to_pass for change in self.changes)

    @property
    def to_fail(self) -> int:
        return sum(change.to_fail for change in self.changes)


def preview_correction(correction: KeyCorrection) -> CorrectionPreview:
    """Return the effect of ``correction`` on the attempts with its question."""
    items = AttemptItem.objects.in_exams().filter(question=correction.question_id)
    marked = items.filter(attempt__score__isnull=False)
    gone = marked.filter(attempt__in=list_unreachable_attempts(correction))
    changes = list_regrade_results(correction, marked.exclude(pk__in=gone.values("pk")))
    left = gone.count()
    open_ = sum(not change.is_settled for change in changes)
    asked, is_again = items.count(), correction.effect == KeyCorrection.Effect.REMARK
    return CorrectionPreview(
        attempts=asked,
        under_way=asked - len(changes) - left,
        changes=[change for change in changes if change.changes_item],
        unfounded=sum(not change.is_founded for change in changes),
        unsettled=0 if is_again else open_,
        again=open_ if is_again else 0,
        gone=left,
    )


def list_unreachable_attempts(
    correction: KeyCorrection,
) -> QuerySet[AnswersRemoved, int]:
    """Return the ids of the attempts whose answers have been removed.

    Nobody can tell what was right in a removed answer (R18), so those results stay.
    Words erased on request matter only if the answers are to be marked again; otherwise
    their marks are known.
    """
    removed = AnswersRemoved.objects.all()
    if correction.effect != KeyCorrection.Effect.REMARK:
        removed = removed.filter(ground=RemovalGround.TERM)
    asked = removed.filter(attempt__items__question=correction.question_id)
    return asked.order_by().values_list("attempt", flat=True)


def count_unreachable_attempts(correction: KeyCorrection) -> int:
    """Return how many marked attempts a confirmed correction does not reach."""
    items = AttemptItem.objects.in_exams().filter(
        question=correction.question_id,
        attempt__in=list_unreachable_attempts(correction),
    )
    done = items.filter(regradings__correction=correction).values("pk")
    return items.exclude(correction=correction).exclude(pk__in=done).count()


def list_regrade_results(correction: KeyCorrection, items: Any) -> list[RegradeResult]:
    """Return each of the marked ``items`` of the question, before and after."""
    found = items.current().with_answers()
    if correction.question.is_marked_by_people:
        found = found.prefetch_related("open_marks")
    found = found.select_related("question", "attempt__paper", "correction")
    rows = list(found.order_by("attempt"))
    sums = attempt_totals.compute_attempt_totals([item.attempt for item in rows])
    return [_weighed(correction, item, sums[item.attempt_id]) for item in rows]


def _weighed(
    correction: KeyCorrection, item: AttemptItem, sums: AttemptTotals
) -> RegradeResult:
    found = _mark(correction, item)
    mark = found if found is not None else item.worth or Decimal(0)
    counts = item.is_scored and not correction.is_void
    after = sums.seen_as(item, mark, counts=counts)
    settled = found is not None
    return RegradeResult(item, mark, counts, sums.result, after.result, settled)


def _mark(correction: KeyCorrection, item: AttemptItem) -> Decimal | None:
    """Return the mark by a correction; ``None`` while people still have to give it."""
    mark = item.question.mark(item.answer, correction)
    if mark is None and (
        agreed := open_answer_marking.find_answer_mark(item, correction)
    ):
        return agreed.mark
    return mark


def _told(result: AttemptResult) -> tuple[Decimal, bool, bool]:
    return result.score, result.passed, result.must_pass_failed
