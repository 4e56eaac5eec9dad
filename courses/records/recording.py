"""Tell of courses and lessons: enrolled, opened, answered, decided, finished, left."""

from collections.abc import Sequence
from datetime import datetime

from tincan import Score

from courses.assessment.models import QuestionVersion
from courses.models import Enrolment, Unit
from courses.records import activities, extensions, verbs
from courses.records.outlines import cites_of, entry_of, parent_of
from courses.records.telling import Fact, tell
from courses.records.xapi import Scene, result, statement


def record_registered(enrolment: Enrolment) -> None:
    """Tell that a learner was put on a course."""
    tell(
        statement(
            ("registered", enrolment.key),
            Scene.of(enrolment, enrolment.learner.language),
            verbs.REGISTERED,
            activities.course(enrolment.course),
            at=enrolment.enrolled_at,
        )
    )


def record_left(enrolment: Enrolment, *, at: datetime) -> None:
    """Tell that a learner's enrolment ended before she completed the course."""
    tell(
        statement(
            ("left", enrolment.key),
            Scene.of(enrolment, enrolment.learner.language),
            verbs.TERMINATED,
            activities.course(enrolment.course),
            at=at,
            result=result(completion=False),
        )
    )


def record_started(
    enrolment: Enrolment, unit: Unit, *, language: str, at: datetime
) -> None:
    """Tell that a learner opened a unit for the first time."""
    entry = entry_of(enrolment, unit)
    is_step = unit.kind in Unit.STEPS
    tell(
        statement(
            ("started", enrolment.key, unit.key),
            Scene.of(enrolment, language),
            verbs.INITIALIZED if is_step else verbs.EXPERIENCED,
            activities.unit(entry),
            at=at,
            parent=parent_of(enrolment, entry),
            values={extensions.CITES: cites_of(entry)},
        )
    )


def record_finished(
    enrolment: Enrolment,
    unit: Unit,
    *,
    language: str,
    at: datetime,
    seconds: int,
    done: int,
    steps: int,
) -> None:
    """Tell that a learner finished a unit: now ``done`` of ``steps`` of the edition."""
    scene, entry = Scene.of(enrolment, language), entry_of(enrolment, unit)
    per_cent = 100 * done // steps if steps else 100
    tell(
        statement(
            ("finished", enrolment.key, unit.key),
            scene,
            verbs.COMPLETED,
            activities.unit(entry),
            at=at,
            parent=parent_of(enrolment, entry),
            result=result(completion=True, seconds=seconds),
            values={extensions.CITES: cites_of(entry)},
        ),
        statement(
            ("progressed", enrolment.key, unit.key),
            scene,
            verbs.PROGRESSED,
            activities.course(enrolment.course),
            at=at,
            result=result(values={extensions.PROGRESS: per_cent}),
        ),
    )


def completed(enrolment: Enrolment, turn: int = 0) -> Fact:
    """Return the fact that a course was completed, told anew for the ``turn``-th time."""
    fact = ("completed", enrolment.key)
    return (*fact, turn) if turn else fact


def record_completed(
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
    tell(
        statement(
            completed(enrolment, turn),
            Scene.of(enrolment, language),
            verbs.COMPLETED,
            activities.course(enrolment.course),
            at=at,
            result=result(
                completion=True,
                success=True,
                score=None if score is None else Score(scaled=score),
            ),
            follows=follows,
        )
    )


def record_self_check(  # noqa: PLR0913 — what was asked and what was answered
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
    """Tell that a learner answered a self-check; each answer is a fact of its own.

    ``cites`` is what the question rests on; where it names nothing, the lesson does.
    """
    entry = entry_of(enrolment, unit)
    tell(
        statement(
            ("checked", enrolment.key, unit.key, block, at.isoformat()),
            Scene.of(enrolment, language),
            verbs.ANSWERED,
            activities.self_check(entry, block, interaction),
            at=at,
            parent=activities.unit(entry),
            result=result(
                response=response,
                success=correct,
                score=Score(scaled=score),
            ),
            values={extensions.CITES: list(cites) or cites_of(entry)},
        )
    )


def record_practice(
    enrolment: Enrolment,
    *,
    question: QuestionVersion,
    response: str,
    correct: bool,
    score: float,
    language: str,
    at: datetime,
) -> None:
    """Tell that a learner answered a question to practise; each answer is told."""
    tell(
        statement(
            (
                "practised",
                enrolment.key,
                question.version.unit.key,
                at.isoformat(),
            ),
            Scene.of(enrolment, language),
            verbs.ANSWERED,
            activities.question(question),
            at=at,
            result=result(
                response=response, success=correct, score=Score(scaled=score)
            ),
            values={extensions.CITES: question.all_cites},
        )
    )


def record_decision(  # noqa: PLR0913 — which choice and where it leads
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
    """Tell what a learner chose in a scenario, where it led and what it was worth.

    ``cites`` is what the choice rests on; where it names nothing, the lesson does.
    """
    entry = entry_of(enrolment, unit)
    tell(
        statement(
            ("decided", enrolment.key, unit.key, block, at.isoformat()),
            Scene.of(enrolment, language),
            verbs.SELECTED,
            activities.scenario(entry, block),
            at=at,
            parent=activities.unit(entry),
            result=result(
                response=choice,
                success=correct,
                score=Score(raw=score),
                values={extensions.NODE: node},
            ),
            values={extensions.CITES: list(cites) or cites_of(entry)},
        )
    )
