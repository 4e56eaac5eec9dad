"""Who has the exam of a course before them, or an update: the apps above know it."""

from typing import TYPE_CHECKING

from courses.assessment.events import ExamAheadAsked, UpdateAheadAsked
from courses.models import Course

if TYPE_CHECKING:
    from elearning.accounts.models import User


def has_exam_ahead(user: "User", course: Course) -> bool:
    """Tell whether ``user`` is to pass or renew ``course``, an update apart."""
    return any(ExamAheadAsked(user, course).send())


def has_update_ahead(user: "User", course: Course) -> bool:
    """Tell whether ``user`` has an open update of what they hold of ``course``."""
    return any(UpdateAheadAsked(user, course).send())
