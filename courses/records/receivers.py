"""What the course office and the exam room report is put on record."""

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from courses.assessment.signals import (
    attempt_handed_in,
    attempt_marked,
    attempt_regraded,
    attempt_started,
    practice_answered,
    trial_marked,
)
from courses.records.completions.course_completion import record_completion
from courses.records.statements import course_statements, exam_statements
from courses.signals import (
    enrolled,
    enrolment_completed,
    enrolment_left,
    scenario_decided,
    self_check_answered,
    unit_finished,
    unit_started,
)

if TYPE_CHECKING:
    from datetime import datetime

    from courses.assessment.marks.attempt_marking import AttemptResult
    from courses.assessment.models import Attempt, AttemptItem, Regrading
    from courses.models import Enrolment, Unit


@receiver(enrolled)
def on_enrolled(sender: Any, enrolment: "Enrolment", **kwargs: Any) -> None:
    """Tell that a learner was put on a course."""
    course_statements.emit_course_registered(enrolment)


@receiver(enrolment_left)
def on_enrolment_left(
    sender: Any, enrolment: "Enrolment", at: "datetime", **kwargs: Any
) -> None:
    """Tell that an enrolment ended early."""
    course_statements.emit_course_left(enrolment, at=at)


@receiver(unit_started)
def on_unit_started(
    sender: Any,
    enrolment: "Enrolment",
    unit: "Unit",
    language: str,
    at: "datetime",
    **kwargs: Any,
) -> None:
    """Tell that a unit was opened."""
    course_statements.emit_unit_started(enrolment, unit, language=language, at=at)


@receiver(unit_finished)
def on_unit_finished(
    sender: Any, enrolment: "Enrolment", unit: "Unit", **facts: Any
) -> None:
    """Tell that a unit was finished."""
    names = ("language", "at", "seconds", "done", "steps")
    wanted = {name: facts[name] for name in names}
    course_statements.emit_unit_finished(enrolment, unit, **wanted)


@receiver(enrolment_completed)
def on_enrolment_completed(
    sender: Any,
    enrolment: "Enrolment",
    recorded_at: "datetime | None" = None,
    device_at: "datetime | None" = None,
    **facts: Any,
) -> None:
    """Tell that a course was completed, and record the completion."""
    wanted = {name: facts[name] for name in ("at", "score", "language")}
    course_statements.emit_course_completed(enrolment, **wanted)
    wanted |= {"recorded_at": recorded_at, "device_at": device_at}
    record_completion(enrolment, by=None, **wanted)


@receiver(self_check_answered)
def on_self_check_answered(
    sender: Any, enrolment: "Enrolment", unit: "Unit", block: str, **facts: Any
) -> None:
    """Tell how a self-check was answered."""
    names = ("interaction", "response", "correct", "score", "cites", "language", "at")
    wanted = {name: facts[name] for name in names}
    course_statements.emit_self_check_answered(enrolment, unit, block, **wanted)


@receiver(scenario_decided)
def on_scenario_decided(
    sender: Any, enrolment: "Enrolment", unit: "Unit", block: str, **facts: Any
) -> None:
    """Tell what was chosen in a scenario."""
    names = ("choice", "node", "correct", "score", "cites", "language", "at")
    wanted = {name: facts[name] for name in names}
    course_statements.emit_scenario_choice(enrolment, unit, block, **wanted)


@receiver(attempt_started)
def on_attempt_started(
    sender: Any, attempt: "Attempt", at: "datetime", **kwargs: Any
) -> None:
    """Tell that an attempt began."""
    exam_statements.emit_attempt_started(attempt, at=at)


@receiver(attempt_handed_in)
def on_attempt_handed_in(
    sender: Any, attempt: "Attempt", at: "datetime", **kwargs: Any
) -> None:
    """Tell that an attempt ended and waits for its marks."""
    exam_statements.emit_attempt_handed_in(attempt, at=at)


@receiver(trial_marked)
def on_trial_marked(
    sender: Any, attempt: "Attempt", item: "AttemptItem", **kwargs: Any
) -> None:
    """Tell what an answer in trial was worth, once people have marked it."""
    exam_statements.emit_trial_answer(attempt, item)


@receiver(attempt_marked)
def on_attempt_marked(
    sender: Any, attempt: "Attempt", items: "list[AttemptItem]", **kwargs: Any
) -> None:
    """Tell what an attempt was worth."""
    exam_statements.emit_attempt_marked(attempt, items)


@receiver(attempt_regraded)
def on_attempt_regraded(
    sender: Any,
    attempt: "Attempt",
    regrading: "Regrading",
    result: "AttemptResult",
    **kwargs: Any,
) -> None:
    """Tell what an attempt is worth after a key was corrected."""
    exam_statements.emit_attempt_regraded(attempt, regrading, result)


@receiver(practice_answered)
def on_practice_answered(sender: Any, enrolment: "Enrolment", **facts: Any) -> None:
    """Tell how a question was answered to practise."""
    names = ("question", "response", "correct", "score", "language", "at")
    wanted = {name: facts[name] for name in names}
    course_statements.emit_practice_answered(enrolment, **wanted)
