"""Answers to the apps below.

A refresher that was passed renews its course, at once and in the same transaction; the exam
room asks who has the exam of a course before them. An absence may join exemptions.
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
    """Renew the courses that completions recorded in one go are refreshers of."""
    for completion, _renewed in event.passes:
        renew_by_refresher(completion, by=event.by)


@ExamAheadAsked.receiver
def answer_exam_ahead(event: ExamAheadAsked) -> bool:
    """Tell whether the user has the exam of the course before them."""
    return has_exam_ahead(event.user, event.course)


@AbsenceRecorded.receiver
def limit_exemptions(event: AbsenceRecorded) -> None:
    """Have exemptions wait that the absence joins to earlier ones."""
    limit_joined_exemptions(event.absence, event.since, by=event.by)
