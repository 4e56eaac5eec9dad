"""Statements about courses and lessons: enrolled, opened, answered, finished, left."""

from datetime import datetime

from tincan import Result, Score

from courses.assessment.events import PracticeAnswered
from courses.events import (
    EnrolmentLeft,
    LearnerEnrolled,
    ScenarioDecided,
    SelfCheckAnswered,
    UnitFinished,
    UnitStarted,
)
from courses.models import EditionEntry, Enrolment, Unit
from courses.records.statements import activities, extensions, verbs
from courses.records.statements.emission import Fact, emit_statements
from courses.records.statements.statement_builder import (
    StatementContext,
    build_result,
    build_statement,
)
from courses.records.statements.unit_placement import (
    find_parent_activity,
    get_edition_entry,
    list_cited_clauses,
)


def emit_course_registered(event: LearnerEnrolled) -> None:
    """Emit a statement that a learner was enrolled in a course."""
    enrolment = event.enrolment
    emit_statements(
        build_statement(
            ("registered", enrolment.key),
            StatementContext.of(enrolment, enrolment.learner.language),
            verbs.REGISTERED,
            activities.build_course_activity(enrolment.course),
            at=enrolment.enrolled_at,
        )
    )


def emit_course_left(event: EnrolmentLeft) -> None:
    """Emit a statement that an enrolment ended before the course was completed."""
    enrolment = event.enrolment
    emit_statements(
        build_statement(
            ("left", enrolment.key),
            StatementContext.of(enrolment, enrolment.learner.language),
            verbs.TERMINATED,
            activities.build_course_activity(enrolment.course),
            at=event.at,
            result=build_result(completion=False),
        )
    )


def emit_unit_started(event: UnitStarted) -> None:
    """Emit a statement that a learner opened a unit for the first time."""
    enrolment, unit = event.enrolment, event.unit
    entry = get_edition_entry(enrolment, unit)
    is_step = unit.kind in Unit.STEPS
    emit_statements(
        build_statement(
            ("started", enrolment.key, unit.key),
            _unit_context(event, entry),
            verbs.INITIALIZED if is_step else verbs.EXPERIENCED,
            activities.build_unit_activity(entry),
            at=event.at,
        )
    )


def emit_unit_finished(event: UnitFinished) -> None:
    """Emit statements that a learner finished a unit, and on progress in the edition."""
    enrolment, unit = event.enrolment, event.unit
    entry = get_edition_entry(enrolment, unit)
    per_cent = 100 * event.done // event.steps if event.steps else 100
    emit_statements(
        build_statement(
            ("finished", enrolment.key, unit.key),
            _unit_context(event, entry),
            verbs.COMPLETED,
            activities.build_unit_activity(entry),
            at=event.at,
            result=build_result(completion=True, seconds=event.seconds),
        ),
        build_statement(
            ("progressed", enrolment.key, unit.key),
            StatementContext.of(enrolment, event.language),
            verbs.PROGRESSED,
            activities.build_course_activity(enrolment.course),
            at=event.at,
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

    After a correction it is emitted again, with its ``turn``; it then ``follows`` the
    earlier statement.
    """
    emit_statements(
        build_statement(
            build_completed_fact(enrolment, turn),
            StatementContext.of(enrolment, language, follows=follows),
            verbs.COMPLETED,
            activities.build_course_activity(enrolment.course),
            at=at,
            result=build_result(
                completion=True,
                success=True,
                score=None if score is None else Score(scaled=score),
            ),
        )
    )


def emit_self_check_answered(event: SelfCheckAnswered) -> None:
    """Emit a statement about an answer to a self-check; each answer is a separate fact.

    If the question has no citations, those of the lesson are stated.
    """
    entry = get_edition_entry(event.enrolment, event.unit)
    emit_statements(
        build_statement(
            _block_fact("checked", event),
            _block_context(event, entry),
            verbs.ANSWERED,
            activities.build_self_check_activity(entry, event.block, event.interaction),
            at=event.at,
            result=_answer_result(event),
        )
    )


def emit_practice_answered(event: PracticeAnswered) -> None:
    """Emit a statement about an answer to a practice question, one for each answer."""
    enrolment, unit = event.enrolment, event.question.version.unit
    cites = {extensions.CITES: event.question.all_cites}
    emit_statements(
        build_statement(
            ("practised", enrolment.key, unit.key, event.at.isoformat()),
            StatementContext.of(enrolment, event.language, values=cites),
            verbs.ANSWERED,
            activities.build_question_activity(event.question),
            at=event.at,
            result=_answer_result(event),
        )
    )


def emit_scenario_choice(event: ScenarioDecided) -> None:
    """Emit a statement about a choice in a scenario, with its target and points.

    If the choice has no citations, those of the lesson are stated.
    """
    entry = get_edition_entry(event.enrolment, event.unit)
    emit_statements(
        build_statement(
            _block_fact("decided", event),
            _block_context(event, entry),
            verbs.SELECTED,
            activities.build_scenario_activity(entry, event.block),
            at=event.at,
            result=build_result(
                response=event.choice,
                success=event.correct,
                score=Score(raw=event.score),
                values={extensions.NODE: event.node},
            ),
        )
    )


def _unit_context(
    event: UnitStarted | UnitFinished, entry: EditionEntry
) -> StatementContext:
    return StatementContext.of(
        event.enrolment,
        event.language,
        parent=find_parent_activity(event.enrolment, entry),
        values={extensions.CITES: list_cited_clauses(entry)},
    )


def _block_context(
    event: SelfCheckAnswered | ScenarioDecided, entry: EditionEntry
) -> StatementContext:
    return StatementContext.of(
        event.enrolment,
        event.language,
        parent=activities.build_unit_activity(entry),
        values={extensions.CITES: list(event.cites) or list_cited_clauses(entry)},
    )


def _block_fact(name: str, event: SelfCheckAnswered | ScenarioDecided) -> Fact:
    keys = event.enrolment.key, event.unit.key
    return (name, *keys, event.block, event.at.isoformat())


def _answer_result(event: SelfCheckAnswered | PracticeAnswered) -> Result:
    return build_result(
        response=event.response,
        success=event.correct,
        score=Score(scaled=event.score),
    )
