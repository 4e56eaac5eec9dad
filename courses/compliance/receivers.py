"""Answers to the apps below.

A refresher that was passed renews its course, at once and in the same transaction; the exam
room asks who has the exam of a course before them. An absence may join exemptions.
"""

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from courses.assessment.signals import exam_ahead
from courses.compliance.answer_key_access import has_exam_ahead
from courses.compliance.exemptions import limit_joined_exemptions
from courses.compliance.renewals import renew_by_refresher
from courses.records.signals import completion_recorded, completions_recorded
from elearning.staff.signals import absence_recorded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.models import Course
    from courses.records.models import Completion
    from elearning.accounts.models import User
    from elearning.staff.models import Absence


@receiver(completion_recorded)
def renew_course(
    sender: Any, completion: "Completion", by: "User | None", **kwargs: Any
) -> None:
    """Renew the course that ``completion`` is a refresher of, if it is one."""
    renew_by_refresher(completion, by=by)


@receiver(completions_recorded)
def renew_courses(
    sender: Any,
    passes: "Sequence[tuple[Completion, Completion | None]]",
    by: "User | None",
    **kwargs: Any,
) -> None:
    """Renew the courses that completions recorded in one go are refreshers of."""
    for completion, _renewed in passes:
        renew_by_refresher(completion, by=by)


@receiver(exam_ahead)
def answer_exam_ahead(
    sender: Any, user: "User", course: "Course", **kwargs: Any
) -> bool:
    """Tell whether ``user`` has the exam of ``course`` before them."""
    return has_exam_ahead(user, course)


@receiver(absence_recorded)
def limit_exemptions(
    sender: Any, absence: "Absence", by: "User | None", **kwargs: Any
) -> None:
    """Have exemptions wait that ``absence`` joins to earlier ones."""
    limit_joined_exemptions(absence.staff_member, by=by)
