"""Statements about courses and lessons: enrolled, opened, answered, finished, left."""

from collections.abc import Sequence
from datetime import datetime

from tincan import Score

from courses.assessment.models import QuestionVersion
from courses.models import Enrolment, Unit
from courses.records.statements import activities, extensions, verbs
from courses.records.statements.emission import Fact, emit_statements
from courses.records.statements.statement_builder import (
    LearnerContext,
    build_result,
    build_statement,
)
from courses.records.statements.unit_placement import (
    find_parent_activity,
    get_edition_entry,
    list_cited_clauses,
)


def emit_course_registered(enrolment: Enrolment) -> None:
    """Emit a statement that a learner was enrolled on a course."""
    emit_statements(
        build_statement(
            ("registered", enrolment.key),
            LearnerContext.of(enrolment, enrolment.learner.language),
            verbs.REGISTERED,
            activities.build_course_activity(enrolment.course),
            at=enrolment.enrolled_at,
        )
    )


def emit_course_left(enrolment: Enrolment, *, at: datetime) -> None:
    """Emit a statement that an enrolment ended before the course was completed."""
    emit_statements(
        build_statement(
            ("left", enrolment.key),
            LearnerContext.of(enrolment, enrolment.learner.language),
            verbs.TERMINATED,
            activities.build_course_activity(enrolment.course),
            at=at,
            result=build_result(completion=False),
        )
    )


def emit_unit_started(
    enrolment: Enrolment, unit: Unit, *, language: str, at: datetime
) -> None:
    """Emit a statement that a learner opened a unit for the first time."""
    entry = get_edition_entry(enrolment, unit)
    is_step = unit.kind in Unit.STEPS
    emit_statements(
        build_statement(
            ("started", enrolment.key, unit.key),
            LearnerContext.of(enrolment, language),
            verbs.INITIALIZED if is_step else verbs.EXPERIENCED,
            activities.build_unit_activity(entry),
            at=at,
            parent=find_parent_activity(enrolment, entry),
            values={extensions.CITES: list_cited_clauses(entry)},
        )
    )


def emit_unit_finished(
    enrolment: Enrolment,
    unit: Unit,
    *,
    language: str,
    at: datetime,
    seconds: int,
    done: int,
    steps: int,
) -> None:
    """Emit a statement that a learner finished a unit, now ``done`` of ``steps`` of the edition."""
    scene, entry = (
        LearnerContext.of(enrolment, language),
        get_edition_entry(enrolment, unit),
    )
    per_cent = 100 * done // steps if steps else 100
    emit_statements(
        build_statement(
            ("finished", enrolment.key, unit.key),
            scene,
            verbs.COMPLETED,
            activities.build_unit_activity(entry),
            at=at,
            parent=find_parent_activity(enrolment, entry),
            result=build_result(completion=True, seconds=seconds),
            values={extensions.CITES: list_cited_clauses(entry)},
        ),
        build_statement(
            ("progressed", enrolment.key, unit.key),
            scene,
            verbs.PROGRESSED,
            activities.build_course_activity(enrolment.course),
            at=at,
            result=build_result(values={extensions.PROGRESS: per_cent}),
        ),
    )


def build_completed_fact(enrolment: Enrolment, turn: int = 0) -> Fact:
    """Return the fact of a completed course; ``turn`` counts restatements."""
    fact = ("completed", enrolment.key)
    return (*fact, turn) if turn else fact


def emit_course_completed(
    enrolment: Enrolment,
    *,
    language: str,
    at: datetime,
    score: float | None,
    turn: int = 0,
    follows: Fact | None = None,
) -> None:
    """Emit a statement that a learner completed a course; ``score`` is a share from 0 to 1.

    After a correction it is stated again, with its ``turn``, and ``follows`` the
    statement before.
    """
    emit_statements(
        build_statement(
            build_completed_fact(enrolment, turn),
            LearnerContext.of(enrolment, language),
            verbs.COMPLETED,
            activities.build_course_activity(enrolment.course),
            at=at,
            result=build_result(
                completion=True,
                success=True,
                score=None if score is None else Score(scaled=score),
            ),
            follows=follows,
        )
    )


def emit_self_check_answered(  # noqa: PLR0913 — the question and its answer
    enrolment: Enrolment,
    unit: Unit,
    block: str,
    *,
    interaction: str,
    response: str,
    correct: bool,
    score: float,
    cites: Sequence[str],
    language: str,
    at: datetime,
) -> None:
    """Emit the answer to a self-check; each answer is a fact of its own.

    ``cites`` are the clauses the question rests on; if empty, those of the lesson are
    used.
    """
    entry = get_edition_entry(enrolment, unit)
    emit_statements(
        build_statement(
            ("checked", enrolment.key, unit.key, block, at.isoformat()),
            LearnerContext.of(enrolment, language),
            verbs.ANSWERED,
            activities.build_self_check_activity(entry, block, interaction),
            at=at,
            parent=activities.build_unit_activity(entry),
            result=build_result(
                response=response,
                success=correct,
                score=Score(scaled=score),
            ),
            values={extensions.CITES: list(cites) or list_cited_clauses(entry)},
        )
    )


def emit_practice_answered(
    enrolment: Enrolment,
    *,
    question: QuestionVersion,
    response: str,
    correct: bool,
    score: float,
    language: str,
    at: datetime,
) -> None:
    """Emit the answer to a practice question; each answer is stated."""
    emit_statements(
        build_statement(
            (
                "practised",
                enrolment.key,
                question.version.unit.key,
                at.isoformat(),
            ),
            LearnerContext.of(enrolment, language),
            verbs.ANSWERED,
            activities.build_question_activity(question),
            at=at,
            result=build_result(
                response=response, success=correct, score=Score(scaled=score)
            ),
            values={extensions.CITES: question.all_cites},
        )
    )


def emit_scenario_choice(  # noqa: PLR0913 — the choice and its target
    enrolment: Enrolment,
    unit: Unit,
    block: str,
    *,
    choice: str,
    node: str,
    correct: bool | None,
    score: float,
    cites: Sequence[str],
    language: str,
    at: datetime,
) -> None:
    """Emit a learner’s choice in a scenario, with its target and score.

    ``cites`` are the clauses the choice rests on; if empty, those of the lesson are
    used.
    """
    entry = get_edition_entry(enrolment, unit)
    emit_statements(
        build_statement(
            ("decided", enrolment.key, unit.key, block, at.isoformat()),
            LearnerContext.of(enrolment, language),
            verbs.SELECTED,
            activities.build_scenario_activity(entry, block),
            at=at,
            parent=activities.build_unit_activity(entry),
            result=build_result(
                response=choice,
                success=correct,
                score=Score(raw=score),
                values={extensions.NODE: node},
            ),
            values={extensions.CITES: list(cites) or list_cited_clauses(entry)},
        )
    )
