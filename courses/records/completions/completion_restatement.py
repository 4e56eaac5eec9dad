"""Restatement of passes whose statements were wrong (docs/xapi-profile.md).

A statement about something that never happened is voided (xAPI 1.0.3, Part Two, 2.3.2),
and a new one states what is right. A regraded exam is different: its first result was
true when it was stated.
"""

from datetime import datetime

from courses.models import Enrolment
from courses.records.completions.correction_chain import list_correction_chain
from courses.records.models import Completion
from courses.records.statements import certificate_statements, course_statements
from courses.records.statements.emission import Fact, has_statement, void_statement


def restate_completion(before: Completion, after: Completion, *, at: datetime) -> None:
    """Void the statement of ``before`` and emit that of ``after``, which corrects it.

    Nothing is emitted if both have the same statement: that of a course completed here
    has no last day. Call it in the transaction that records the correction.
    """
    if _told_alike(before, after):
        return
    if (fact := void_completion_statement(before, at=at)) is None:
        return
    if after.basis == Completion.Basis.EXTERNAL:
        certificate_statements.emit_training_recognised(after, follows=fact)
    elif (enrolment := list_correction_chain(after)[-1].enrolment) is not None:
        _tell_completed(enrolment, after, fact)


def void_completion_statement(completion: Completion, *, at: datetime) -> Fact | None:
    """Void the statement of ``completion``; return its fact, or ``None`` without one.

    A renewal by a refresher has no statement of its own, only that of its certificate.
    """
    fact = _fact_of(completion)
    if fact is None or not has_statement(*fact):
        return None
    void_statement(fact, at=at)
    return fact


def _tell_completed(enrolment: Enrolment, after: Completion, fact: Fact) -> None:
    course_statements.emit_course_completed(
        enrolment,
        language=after.language,
        at=after.completed_at,
        score=None if after.score is None else float(after.score),
        turn=_turn(after),
        follows=fact,
    )


def _fact_of(completion: Completion) -> Fact | None:
    if completion.basis == Completion.Basis.EXTERNAL:
        return certificate_statements.build_recognised_fact(_first_alike(completion))
    enrolment = list_correction_chain(completion)[-1].enrolment
    if enrolment is None:
        return None
    return course_statements.build_completed_fact(
        enrolment, _turn(_first_alike(completion))
    )


def _first_alike(row: Completion) -> Completion:
    """Return the first row of the chain with the same statement."""
    while row.supersedes is not None and _told_alike(row.supersedes, row):
        row = row.supersedes
    return row


def _turn(row: Completion) -> int:
    return len(list_correction_chain(row)) - 1


def _told_alike(one: Completion, other: Completion) -> bool:
    parts = ["completed_at", "score"]
    if one.basis == Completion.Basis.EXTERNAL:
        parts = ["passed_on", "expires_on"]
    return all(getattr(one, part) == getattr(other, part) for part in parts)
