"""Marking of attempts, each exactly once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from courses import progress
from courses.assessment.events import AttemptHandedIn, AttemptMarked
from courses.assessment.models import Attempt, AttemptItem, KeyCorrection
from courses.models import Outcome
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log


@dataclass(frozen=True)
class AttemptResult:
    """The result of an attempt: its marks, the maximum, and whether it passes."""

    marks: Decimal
    total: int
    must_pass_failed: bool
    passed: bool

    @property
    def score(self) -> Decimal:
        share = self.marks / self.total if self.total else Decimal(0)
        return share.quantize(Decimal("0.0001"), ROUND_DOWN)


@dataclass(frozen=True)
class LearningOutcomeResult:
    """The fully right items of an outcome, and whether a must-pass item failed.

    Only items that count now are included: trial and void ones are left out.
    """

    outcome: Outcome
    right: int
    total: int
    must_pass_failed: bool

    @property
    def is_full(self) -> bool:
        return self.right == self.total


def mark_attempt(
    attempt: Attempt,
    *,
    at: datetime,
    ended_by: Attempt.EndedBy = Attempt.EndedBy.LEARNER,
    by: User | None = None,
) -> Attempt:
    """End ``attempt`` and mark it; a pass at the exam finishes its unit.

    Everything happens in one transaction. Marking again, even concurrently, changes
    nothing and returns the attempt as it is. Past its end, an attempt was ended by the
    clock, at its end, whoever hands it in. A must-pass item that is not fully right
    fails the attempt regardless of the total (curriculum A.6). If people mark an answer
    that counts, the attempt waits, and ``complete_marking`` does the rest.
    """
    with unit_of_work():
        attempt = lock_attempt(attempt)
        if attempt.is_open:
            _end(attempt, at=at, ended_by=ended_by, by=by)
    return attempt


def complete_marking(attempt: Attempt, *, at: datetime, by: User | None) -> Attempt:
    """Give a waiting attempt its result, if all answers that count are marked.

    As at hand-in, in one transaction: a pass finishes the exam unit, as of the moment
    of handing in. Safe to repeat: an attempt that still waits, or has its result, is
    left unchanged.
    """
    with unit_of_work():
        attempt = lock_attempt(attempt)
        if attempt.is_waiting and not _waits(items := _mark_items(attempt)):
            _complete(attempt, items, at=at, by=by)
    return attempt


def lock_attempt(attempt: Attempt) -> Attempt:
    """Return the current state of ``attempt``, locked until the transaction ends."""
    rows = Attempt.every.select_for_update(of=("self",), no_key=True)
    return rows.select_related(
        "paper__version__unit",
        "enrolment__course",
        "enrolment__edition",
        "enrolment__learner__user",
    ).get(pk=attempt.pk)


def compute_items_result(items: Sequence[AttemptItem], pass_mark: int) -> AttemptResult:
    """Return the result of marked ``items`` under a pass mark in per cent.

    Trial and void questions are ignored.
    """
    scored = [item for item in items if item.counts]
    marks = sum((item.worth or Decimal(0) for item in scored), Decimal(0))
    failed = any(item.question.must_pass and not item.is_full for item in scored)
    return compute_result(marks, len(scored), pass_mark, must_pass_failed=failed)


def compute_result(
    marks: Decimal, total: int, pass_mark: int, *, must_pass_failed: bool
) -> AttemptResult:
    """Return the result of ``marks`` out of ``total`` under a pass mark in per cent.

    If nothing counts, nobody passes.
    """
    enough = total > 0 and marks * 100 >= pass_mark * total
    return AttemptResult(
        marks, total, must_pass_failed, enough and not must_pass_failed
    )


def list_outcome_results(attempt: Attempt) -> list[LearningOutcomeResult]:
    """Return the result for each outcome, in the order of the course.

    For a waiting attempt it covers the answers already marked.
    """
    counting = AttemptItem.objects.filter(attempt=attempt).counting()
    counting = counting.exclude(mark=None)
    items = counting.select_related("question__outcome").defer("question__body")
    grouped: dict[Outcome, list[AttemptItem]] = {}
    for item in items:
        grouped.setdefault(item.question.outcome, []).append(item)
    return [
        LearningOutcomeResult(
            outcome,
            right=sum(item.is_full for item in grouped[outcome]),
            total=len(grouped[outcome]),
            must_pass_failed=any(
                item.question.must_pass and not item.is_full
                for item in grouped[outcome]
            ),
        )
        for outcome in sorted(grouped, key=lambda outcome: outcome.number)
    ]


def _end(
    attempt: Attempt, *, at: datetime, ended_by: Attempt.EndedBy, by: User | None
) -> None:
    items = _mark_items(attempt)
    if attempt.is_out_of_time(at):
        ended_by = Attempt.EndedBy.CLOCK
    # the server's clock may have been set back meanwhile
    attempt.handed_in_at = max(attempt.started_at, min(at, attempt.ends_at))
    attempt.ended_by = ended_by
    if not _waits(items):
        _complete(attempt, items, at=at, by=by)
        return
    attempt.save()
    audit_log.record_action(
        "assessment.attempt_handed_in",
        by=by,
        on=attempt,
        person=attempt.enrolment.learner.key,
        ended_by=ended_by,
        waiting=sum(item.mark is None for item in items),
    )
    AttemptHandedIn(attempt).send()


def _complete(
    attempt: Attempt, items: list[AttemptItem], *, at: datetime, by: User | None
) -> None:
    result = compute_items_result(items, attempt.paper.pass_mark)
    ended_at = attempt.handed_in_at or attempt.ends_at
    attempt.marked_at = at
    attempt.score = result.score
    attempt.passed = result.passed
    attempt.must_pass_failed = result.must_pass_failed
    attempt.save()
    audit_log.record_action(
        "assessment.attempt_marked" if attempt.is_exam else "assessment.test_marked",
        by=by,
        on=attempt,
        person=attempt.enrolment.learner.key,
        ended_by=attempt.ended_by,
        marks=str(result.marks),
        total=result.total,
        passed=result.passed,
    )
    AttemptMarked(attempt, items, at=ended_at, by=by).send()
    if result.passed and attempt.is_exam:
        progress.finish_unit(
            attempt.enrolment,
            attempt.paper.version.unit,
            language=attempt.language,
            at=ended_at,
            score=float(result.score),
        )


def _waits(items: Sequence[AttemptItem]) -> bool:
    """Return whether an answer that counts still waits to be marked by people."""
    return any(item.counts and item.mark is None for item in items)


def _items(attempt: Attempt) -> list[AttemptItem]:
    items = AttemptItem.objects.filter(attempt=attempt).with_answers()
    return list(items.select_related("question__version__unit").order_by("position"))


def _mark_items(attempt: Attempt) -> list[AttemptItem]:
    """Mark what the platform can, by the current keys; keep the marks people gave."""
    items = _items(attempt)
    asked = [item.question_id for item in items]
    corrections = KeyCorrection.objects.for_questions(asked)
    for item in items:
        if item.question.is_marked_by_people and item.mark is not None:
            continue
        item.correction = corrections.get(item.question_id)
        item.mark = item.question.mark(item.answer, item.correction)
    AttemptItem.objects.bulk_update(
        items, ["mark", "correction"] if corrections else ["mark"]
    )
    return items
