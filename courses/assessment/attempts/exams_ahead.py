"""Exams and update tests that somebody has ahead, as answered by the apps above."""

from courses.assessment.events import ExamAheadAsked, UpdateAheadAsked
from courses.models import Course
from elearning.accounts.models import User


def has_exam_ahead(user: User, course: Course) -> bool:
    """Return whether ``user`` is taking ``course``, or has to pass or renew it.

    Somebody who left it recently after an attempt counts as taking it; an update does
    not count.
    """
    return any(ExamAheadAsked(user, course).send())


def has_update_ahead(user: User, course: Course) -> bool:
    """Return whether ``user`` has an open update of ``course``, which they hold."""
    return any(UpdateAheadAsked(user, course).send())
