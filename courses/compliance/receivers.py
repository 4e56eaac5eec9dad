"""Receivers for completions and absences, and for a question of the exam room.

Passing a refresher renews its course in the same transaction.
"""

from courses.assessment.events import ExamAheadAsked
from courses.compliance.answer_key_access import has_exam_ahead
from courses.compliance.exemptions import limit_joined_exemptions
from courses.compliance.renewals import renew_by_refresher
from courses.records.events import CompletionRecorded, CompletionsRecorded
from elearning.staff.events import AbsenceRecorded


@CompletionRecorded.receiver
def renew_course(event: CompletionRecorded) -> None:
    """Renew the course that the completion is a refresher of, if it is one."""
    renew_by_refresher(event.completion, by=event.by)


@CompletionsRecorded.receiver
def renew_courses(event: CompletionsRecorded) -> None:
    """Renew the courses of refreshers whose completions were recorded together."""
    for completion, _renewed in event.passes:
        renew_by_refresher(completion, by=event.by)


@ExamAheadAsked.receiver
def answer_exam_ahead(event: ExamAheadAsked) -> bool:
    """Return whether the user is taking the course, or has to pass or renew it now."""
    return has_exam_ahead(event.user, event.course)


@AbsenceRecorded.receiver
def limit_exemptions(event: AbsenceRecorded) -> None:
    """Limit the exemptions that the absence joins to earlier ones."""
    limit_joined_exemptions(event.absence, event.since, by=event.by)
