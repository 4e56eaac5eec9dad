"""Questions and papers as published, attempts and answers as given."""

from courses.assessment.models.attempt import (
    GRACE,
    Attempt,
    AttemptItem,
    Response,
    new_hold,
)
from courses.assessment.models.question import PaperVersion, QuestionVersion

__all__ = [
    "GRACE",
    "Attempt",
    "AttemptItem",
    "PaperVersion",
    "QuestionVersion",
    "Response",
    "new_hold",
]
