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
from courses.assessment.models.sitting import (
    PLANNING_ROLES,
    SITTING_ROLES,
    Allowance,
    AttemptEvent,
    Sitting,
)

__all__ = [
    "GRACE",
    "GRANTING_ROLES",
    "PLANNING_ROLES",
    "SITTING_ROLES",
    "Allowance",
    "Attempt",
    "AttemptEvent",
    "AttemptItem",
    "ExtraTime",
    "FurtherAttempt",
    "PaperVersion",
    "QuestionVersion",
    "Rereading",
    "Response",
    "Sitting",
    "new_hold",
]
