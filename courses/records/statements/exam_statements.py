"""Statements about exams and tests: started, answered, handed in, ended, passed, regraded."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from tincan import Activity, Score

from courses.assessment.events import (
    AttemptHandedIn,
    AttemptMarked,
    AttemptRegraded,
    AttemptStarted,
    TrialMarked,
)
from courses.assessment.models import (
    Attempt,
    AttemptItem,
    AttemptPurpose,
    Regrading,
    SetAside,
)
from courses.records.statements import activities, extensions, verbs
from courses.records.statements.emission import emit_statements
from courses.records.statements.statement_builder import (
    StatementContext,
    build_result,
    build_statement,
)
from courses.records.statements.unit_placement import (
    find_parent_activity,
    get_edition_entry,
)
from courses.records.statements.verbs import StatementVerb


def emit_attempt_started(event: AttemptStarted) -> None:
    """Emit a statement that a learner began an exam, or a test that does not count."""
    fact, attempt = ("attempted",), event.attempt
    emit_statements(_of_attempt(fact, attempt, verbs.ATTEMPTED, at=attempt.started_at))


def emit_attempt_handed_in(event: AttemptHandedIn) -> None:
    """Emit a statement that an attempt was handed in, or ended by the clock."""
    attempt = event.attempt
    if attempt.ended_by == Attempt.EndedBy.CLOCK:
        emit_statements(*_time_out(attempt))
        return
    emit_statements(
        _of_attempt(
            ("submitted",),
            attempt,
            verbs.SUBMITTED,
            at=_end(attempt),
            result=build_result(seconds=_seconds(attempt)),
        )
    )


def emit_trial_answer(event: TrialMarked) -> None:
    """Emit a statement about a trial answer that was marked after the result."""
    emit_statements(*_answers(event.attempt, [event.item]))


def emit_attempt_marked(event: AttemptMarked) -> None:
    """Emit statements about each marked answer of an attempt, and about its result.

    Trial items are marked as such and do not count towards the result; those still to
    be marked by people are stated once they are. If time ran out and this has not been
    stated yet, that comes before the result.
    """
    attempt, items = event.attempt, event.items
    scored = [item for item in items if item.counts]
    outcome = _outcome(
        attempt,
        scaled=attempt.score,
        raw=sum((item.mark or Decimal(0) for item in scored), Decimal(0)),
        total=len(scored),
        passed=attempt.passed,
    )
    marked = [item for item in items if item.mark is not None]
    emit_statements(
        *_answers(attempt, marked),
        *([] if _has_waited(items) else _time_out(attempt)),
        _of_attempt(
            ("marked",),
            attempt,
            _verb(attempt, passed=attempt.passed),
            at=_end(attempt),
            result=outcome,
        ),
    )


def emit_attempt_regraded(event: AttemptRegraded) -> None:
    """Emit a statement about the result after a corrected key, with the one it follows.

    The earlier statement remains, since it was true when it was made (voiding, xAPI
    1.0.3, Part Two, 2.3.2, is for statements that never were). The new one refers to it
    in its context (2.4.6.7).
    """
    attempt, regrading, regraded = event.attempt, event.regrading, event.result
    earlier = (
        Regrading.objects.changing()
        .filter(attempt=attempt, pk__lt=regrading.pk)
        .order_by("-pk")
        .select_related("correction")
        .first()
    )
    before = (
        ("regraded", attempt.key, earlier.correction.key)
        if earlier
        else ("marked", attempt.key)
    )
    outcome = _outcome(
        attempt,
        scaled=regraded.score,
        raw=regraded.marks,
        total=regraded.total,
        passed=regraded.passed,
    )
    emit_statements(
        _of_attempt(
            ("regraded", regrading.correction.key),
            attempt,
            _verb(attempt, passed=regraded.passed),
            at=regrading.at,
            result=outcome,
            follows=before,
        )
    )


def _outcome(
    attempt: Attempt,
    *,
    scaled: Decimal | None,
    raw: Decimal,
    total: int,
    passed: bool | None,
) -> Any:
    return build_result(
        completion=True,
        success=passed if attempt.is_exam else None,
        score=Score(scaled=scaled, raw=float(raw), min=0, max=total),
        seconds=_seconds(attempt),
    )


def _verb(attempt: Attempt, *, passed: bool | None) -> StatementVerb:
    """Return the verb of a marked attempt; a test that does not count is only completed."""
    if not attempt.is_exam:
        return verbs.COMPLETED
    return verbs.PASSED if passed else verbs.FAILED


def _activity(attempt: Attempt) -> Activity:
    entry = get_edition_entry(attempt.enrolment, attempt.paper.version.unit)
    if attempt.is_exam:
        return activities.build_unit_activity(entry)
    return activities.build_test_activity(entry, AttemptPurpose(attempt.purpose))


def _has_waited(items: Sequence[AttemptItem]) -> bool:
    """Return whether the end was stated before, because people marked an answer."""
    counting = (item for item in items if item.is_scored)
    return any(item.question.is_marked_by_people and item.answer for item in counting)


def _time_out(attempt: Attempt) -> Iterator[dict[str, Any]]:
    if attempt.ended_by == Attempt.EndedBy.CLOCK:
        yield _of_attempt(
            ("terminated",),
            attempt,
            verbs.TERMINATED,
            at=_end(attempt),
            result=build_result(seconds=_seconds(attempt)),
            ground=attempt.ended_by,
        )


def _of_attempt(
    fact: tuple[object, ...],
    attempt: Attempt,
    verb: StatementVerb,
    *,
    at: datetime,
    result: Any = None,
    ground: str | None = None,
    follows: tuple[object, ...] | None = None,
) -> dict[str, Any]:
    entry = get_edition_entry(attempt.enrolment, attempt.paper.version.unit)
    return build_statement(
        (fact[0], attempt.key, *fact[1:]),
        StatementContext.of(
            attempt.enrolment,
            attempt.language,
            parent=find_parent_activity(attempt.enrolment, entry),
            values={
                extensions.ATTEMPT: attempt.number,
                extensions.GROUND: ground,
                extensions.REGRADED: True if follows else None,
            },
            follows=follows,
        ),
        verb,
        _activity(attempt),
        at=at,
        result=result,
    )


def _answers(
    attempt: Attempt, items: Sequence[AttemptItem]
) -> Iterator[dict[str, Any]]:
    """Yield a statement for each question; one without an answer was skipped.

    The text of an open answer that was ever set aside is left out: it may name a
    person.
    """
    withheld = _withheld(items)
    context = StatementContext.of(
        attempt.enrolment, attempt.language, parent=_activity(attempt)
    )
    for item in items:
        tells = bool(item.answer) and item.pk not in withheld
        yield _answer(attempt, item, context, tells=tells)


def _withheld(items: Sequence[AttemptItem]) -> set[int]:
    open_answers = [item.pk for item in items if item.question.is_marked_by_people]
    if not open_answers:
        return set()
    found = SetAside.objects.filter(item__in=open_answers)
    return set(found.values_list("item", flat=True))


def _answer(
    attempt: Attempt, item: AttemptItem, context: StatementContext, *, tells: bool
) -> dict[str, Any]:
    answer, question = item.answer, item.question
    given = activities.format_response(question, answer) if tells else None
    values = {
        extensions.ATTEMPT: attempt.number,
        extensions.CITES: question.cites,
        extensions.TRIAL: None if item.is_scored else True,
    }
    return build_statement(
        ("answered", attempt.key, item.position),
        replace(context, values=values),
        verbs.ANSWERED if answer else verbs.SKIPPED,
        activities.build_question_activity(question, item.correction),
        at=item.answered_at or _end(attempt),
        result=build_result(
            response=given,
            success=item.is_full,
            score=Score(scaled=item.mark) if answer and question.counts_parts else None,
        ),
    )


def _end(attempt: Attempt) -> datetime:
    return attempt.handed_in_at or attempt.ends_at


def _seconds(attempt: Attempt) -> float:
    return (_end(attempt) - attempt.started_at).total_seconds()
