"""Questions and papers as published, attempts and answers as given, and what is granted."""

from courses.assessment.models.attempt import (
    GRACE,
    Attempt,
    AttemptItem,
    Response,
    new_hold,
)
from courses.assessment.models.granting import FurtherAttempt, Rereading
from courses.assessment.models.question import PaperVersion, QuestionVersion

__all__ = [
    "GRACE",
    "Attempt",
    "AttemptItem",
    "FurtherAttempt",
    "PaperVersion",
    "QuestionVersion",
    "Rereading",
    "Response",
    "new_hold",
]
