"""Who has the exam of a course before them, or an update: the apps above know it."""

from typing import TYPE_CHECKING

from django.dispatch import Signal

from courses.assessment.signals import exam_ahead, update_ahead
from courses.models import Course

if TYPE_CHECKING:
    from elearning.accounts.models import User


def has_exam_ahead(user: "User", course: Course) -> bool:
    """Tell whether ``user`` is to pass or renew ``course``, an update apart."""
    return _is_told(exam_ahead, user, course)


def has_update_ahead(user: "User", course: Course) -> bool:
    """Tell whether ``user`` has an open update of what they hold of ``course``."""
    return _is_told(update_ahead, user, course)


def _is_told(question: Signal, user: "User", course: Course) -> bool:
    """Tell whether an app above answers yes to ``question``."""
    answers = question.send(Course, user=user, course=course)
    return any(is_so for _receiver, is_so in answers)
