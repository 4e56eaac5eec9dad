"""Questions and papers as published, attempts and answers as given, and what is granted."""

from courses.assessment.models.attempt import (
    GRACE,
    Attempt,
    AttemptItem,
    Response,
    new_hold,
)
from courses.assessment.models.granting import (
    GRANTING_ROLES,
    ExtraTime,
    FurtherAttempt,
    Rereading,
)
from courses.assessment.models.question import PaperVersion, QuestionVersion

__all__ = [
    "GRACE",
    "GRANTING_ROLES",
    "Attempt",
    "AttemptItem",
    "ExtraTime",
    "FurtherAttempt",
    "PaperVersion",
    "QuestionVersion",
    "Rereading",
    "Response",
    "new_hold",
]
