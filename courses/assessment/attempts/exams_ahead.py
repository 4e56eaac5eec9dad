"""Whether somebody has an exam or an update test ahead; the apps above answer."""

from typing import TYPE_CHECKING

from courses.assessment.events import ExamAheadAsked, UpdateAheadAsked
from courses.models import Course

if TYPE_CHECKING:
    from elearning.accounts.models import User


def has_exam_ahead(user: "User", course: Course) -> bool:
    """Return whether ``user`` still has to pass or renew ``course``; updates aside."""
    return any(ExamAheadAsked(user, course).send())


def has_update_ahead(user: "User", course: Course) -> bool:
    """Return whether ``user`` has an open update of ``course``, which they hold."""
    return any(UpdateAheadAsked(user, course).send())
