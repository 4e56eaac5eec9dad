"""Receivers that record completions and emit statements."""

from courses.assessment.events import (
    AttemptHandedIn,
    AttemptMarked,
    AttemptRegraded,
    AttemptStarted,
    PracticeAnswered,
    TrialMarked,
)
from courses.events import (
    EnrolmentCompleted,
    EnrolmentLeft,
    LearnerEnrolled,
    ScenarioDecided,
    SelfCheckAnswered,
    UnitFinished,
    UnitStarted,
)
from courses.records.completions.course_completion import record_completion
from courses.records.statements import course_statements, exam_statements

LearnerEnrolled.receiver(course_statements.emit_course_registered)
EnrolmentLeft.receiver(course_statements.emit_course_left)
UnitStarted.receiver(course_statements.emit_unit_started)
UnitFinished.receiver(course_statements.emit_unit_finished)
SelfCheckAnswered.receiver(course_statements.emit_self_check_answered)
ScenarioDecided.receiver(course_statements.emit_scenario_choice)
PracticeAnswered.receiver(course_statements.emit_practice_answered)
AttemptStarted.receiver(exam_statements.emit_attempt_started)
AttemptHandedIn.receiver(exam_statements.emit_attempt_handed_in)
TrialMarked.receiver(exam_statements.emit_trial_answer)
AttemptMarked.receiver(exam_statements.emit_attempt_marked)
AttemptRegraded.receiver(exam_statements.emit_attempt_regraded)


@EnrolmentCompleted.receiver
def record_completed_enrolment(event: EnrolmentCompleted) -> None:
    """Emit the statement of a completed course, and record the completion."""
    course_statements.emit_course_completed(
        event.enrolment, language=event.language, at=event.at, score=event.score
    )
    record_completion(
        event.enrolment,
        by=None,
        at=event.at,
        score=event.score,
        language=event.language,
        recorded_at=event.recorded_at,
        device_at=event.device_at,
    )
