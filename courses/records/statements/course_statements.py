"""Tell of courses and lessons: enrolled, opened, answered, decided, finished, left."""

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


def emit_course_registered(event: LearnerEnrolled) -> None:
    """Tell that a learner was put on a course."""
    enrolment = event.enrolment
    emit_statements(
        build_statement(
            ("registered", enrolment.key),
            LearnerContext.of(enrolment, enrolment.learner.language),
            verbs.REGISTERED,
            activities.build_course_activity(enrolment.course),
            at=enrolment.enrolled_at,
        )
    )


def emit_course_left(event: EnrolmentLeft) -> None:
    """Tell that a learner's enrolment ended before she completed the course."""
    enrolment = event.enrolment
    emit_statements(
        build_statement(
            ("left", enrolment.key),
            LearnerContext.of(enrolment, enrolment.learner.language),
            verbs.TERMINATED,
            activities.build_course_activity(enrolment.course),
            at=event.at,
            result=build_result(completion=False),
        )
    )


def emit_unit_started(event: UnitStarted) -> None:
    """Tell that a learner opened a unit for the first time."""
    enrolment, unit = event.enrolment, event.unit
    entry = get_edition_entry(enrolment, unit)
    is_step = unit.kind in Unit.STEPS
    emit_statements(
        build_statement(
            ("started", enrolment.key, unit.key),
            LearnerContext.of(enrolment, event.language),
            verbs.INITIALIZED if is_step else verbs.EXPERIENCED,
            activities.build_unit_activity(entry),
            at=event.at,
            parent=find_parent_activity(enrolment, entry),
            values={extensions.CITES: list_cited_clauses(entry)},
        )
    )


def emit_unit_finished(event: UnitFinished) -> None:
    """Tell that a learner finished a unit, and how much of the edition that makes."""
    enrolment, unit = event.enrolment, event.unit
    scene = LearnerContext.of(enrolment, event.language)
    entry = get_edition_entry(enrolment, unit)
    per_cent = 100 * event.done // event.steps if event.steps else 100
    emit_statements(
        build_statement(
            ("finished", enrolment.key, unit.key),
            scene,
            verbs.COMPLETED,
            activities.build_unit_activity(entry),
            at=event.at,
            parent=find_parent_activity(enrolment, entry),
            result=build_result(completion=True, seconds=event.seconds),
            values={extensions.CITES: list_cited_clauses(entry)},
        ),
        build_statement(
            ("progressed", enrolment.key, unit.key),
            scene,
            verbs.PROGRESSED,
            activities.build_course_activity(enrolment.course),
            at=event.at,
            result=build_result(values={extensions.PROGRESS: per_cent}),
        ),
    )


def build_completed_fact(enrolment: Enrolment, turn: int = 0) -> Fact:
    """Return the fact that a course was completed, told anew for the ``turn``-th time."""
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
    """Tell that a learner completed a course; ``score`` is a share from 0 to 1.

    After a correction it is told anew, in its ``turn``, and ``follows`` what was told before.
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


def emit_self_check_answered(event: SelfCheckAnswered) -> None:
    """Tell that a learner answered a self-check; each answer is a fact of its own.

    Where the question rests on nothing, the lesson does.
    """
    entry = get_edition_entry(event.enrolment, event.unit)
    emit_statements(
        build_statement(
            _block_fact("checked", event),
            LearnerContext.of(event.enrolment, event.language),
            verbs.ANSWERED,
            activities.build_self_check_activity(entry, event.block, event.interaction),
            at=event.at,
            parent=activities.build_unit_activity(entry),
            result=_answer_result(event),
            values={extensions.CITES: list(event.cites) or list_cited_clauses(entry)},
        )
    )


def emit_practice_answered(event: PracticeAnswered) -> None:
    """Tell that a learner answered a question to practise; each answer is told."""
    enrolment, unit = event.enrolment, event.question.version.unit
    emit_statements(
        build_statement(
            ("practised", enrolment.key, unit.key, event.at.isoformat()),
            LearnerContext.of(enrolment, event.language),
            verbs.ANSWERED,
            activities.build_question_activity(event.question),
            at=event.at,
            result=_answer_result(event),
            values={extensions.CITES: event.question.all_cites},
        )
    )


def emit_scenario_choice(event: ScenarioDecided) -> None:
    """Tell what a learner chose in a scenario, where it led and what it was worth.

    Where the choice rests on nothing, the lesson does.
    """
    entry = get_edition_entry(event.enrolment, event.unit)
    emit_statements(
        build_statement(
            _block_fact("decided", event),
            LearnerContext.of(event.enrolment, event.language),
            verbs.SELECTED,
            activities.build_scenario_activity(entry, event.block),
            at=event.at,
            parent=activities.build_unit_activity(entry),
            result=build_result(
                response=event.choice,
                success=event.correct,
                score=Score(raw=event.score),
                values={extensions.NODE: event.node},
            ),
            values={extensions.CITES: list(event.cites) or list_cited_clauses(entry)},
        )
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
