"""Tell of exams: begun, ended by the clock, answered, passed or failed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from tincan import Activity, Score

from courses.assessment.models import Attempt, AttemptItem
from courses.records import activities, extensions, verbs
from courses.records.outlines import entry_of, parent_of
from courses.records.telling import tell
from courses.records.verbs import Verb
from courses.records.xapi import Scene, result, statement


def record_attempted(attempt: Attempt, *, at: datetime) -> None:
    """Tell that a learner began an attempt at an exam."""
    tell(_of_attempt("attempted", attempt, verbs.ATTEMPTED, at=at))


def record_marked(attempt: Attempt, items: Sequence[AttemptItem]) -> None:
    """Tell what was answered in an attempt, question by question, and the result.

    ``items`` are marked and have their answers and questions, in order. Those in trial
    are told as such and are no part of the result. That the clock ended it, with nothing
    handed in, is told before the result.
    """
    verb = verbs.PASSED if attempt.passed else verbs.FAILED
    end = _end(attempt)
    scored = [item for item in items if item.is_scored]
    outcome = result(
        completion=True,
        success=attempt.passed,
        score=Score(
            scaled=attempt.score,
            raw=float(sum(item.mark or 0 for item in scored)),
            min=0,
            max=len(scored),
        ),
        seconds=_seconds(attempt),
    )
    tell(
        *_answers(attempt, items),
        *_time_out(attempt),
        _of_attempt("marked", attempt, verb, at=end, result=outcome),
    )


def _time_out(attempt: Attempt) -> Iterator[dict[str, Any]]:
    if attempt.ended_by == Attempt.EndedBy.CLOCK:
        yield _of_attempt(
            "terminated",
            attempt,
            verbs.TERMINATED,
            at=_end(attempt),
            result=result(seconds=_seconds(attempt)),
            ground=attempt.ended_by,
        )


def _of_attempt(  # noqa: PLR0913 — the parts of a statement
    fact: str,
    attempt: Attempt,
    verb: Verb,
    *,
    at: datetime,
    result: Any = None,
    ground: str | None = None,
) -> dict[str, Any]:
    entry = entry_of(attempt.enrolment, attempt.paper.version.unit)
    return statement(
        (fact, attempt.key),
        Scene.of(attempt.enrolment, attempt.language),
        verb,
        activities.unit(entry),
        at=at,
        parent=parent_of(attempt.enrolment, entry),
        result=result,
        values={extensions.ATTEMPT: attempt.number, extensions.GROUND: ground},
    )


def _answers(
    attempt: Attempt, items: Sequence[AttemptItem]
) -> Iterator[dict[str, Any]]:
    """Yield a statement for each question; an empty answer was skipped."""
    scene = Scene.of(attempt.enrolment, attempt.language)
    exam = activities.unit(entry_of(attempt.enrolment, attempt.paper.version.unit))
    for item in items:
        yield _answer(attempt, item, scene, exam)


def _answer(
    attempt: Attempt, item: AttemptItem, scene: Scene, exam: Activity
) -> dict[str, Any]:
    answer, question = item.answer, item.question
    given = activities.response(question, answer) if answer else None
    return statement(
        ("answered", attempt.key, item.position),
        scene,
        verbs.ANSWERED if answer else verbs.SKIPPED,
        activities.question(question),
        at=item.answered_at or _end(attempt),
        parent=exam,
        result=result(
            response=given,
            success=item.is_full,
            score=Score(scaled=item.mark) if answer and question.counts_parts else None,
        ),
        values={
            extensions.ATTEMPT: attempt.number,
            extensions.CITES: question.cites,
            extensions.TRIAL: None if item.is_scored else True,
        },
    )


def _end(attempt: Attempt) -> datetime:
    return attempt.handed_in_at or attempt.ends_at


def _seconds(attempt: Attempt) -> float:
    return (_end(attempt) - attempt.started_at).total_seconds()
