"""Questions and papers as published, attempts as given, states of the bank, grants, sums."""

from courses.assessment.models.attempt import (
    GRACE,
    Attempt,
    AttemptQuerySet,
    new_hold,
)
from courses.assessment.models.bank import (
    LeakDecision,
    State,
    StateChange,
    StateDecision,
    StateProposal,
    bank_of,
    stated,
    with_state,
)
from courses.assessment.models.correction import CorrectionDecision, KeyCorrection
from courses.assessment.models.filing import Filing
from courses.assessment.models.granting import (
    GRANTING_ROLES,
    ExtraTime,
    FurtherAttempt,
    Rereading,
)
from courses.assessment.models.item import AttemptItem, Response
from courses.assessment.models.marks import (
    GivenBack,
    OpenMark,
    SetAside,
    held_back,
    to_decide,
    to_mark,
    with_remarking,
)
from courses.assessment.models.practice import PracticeAnswer
from courses.assessment.models.question import (
    UPDATE_QUESTIONS,
    PaperVersion,
    Purpose,
    QuestionVersion,
)
from courses.assessment.models.regrading import (
    REVIEWING_ROLES,
    Regrading,
    RegradingReview,
    Verdict,
)
from courses.assessment.models.removal import AnswersRemoved, Ground
from courses.assessment.models.review import (
    QuestionNumbers,
    ReviewClosing,
    ReviewTask,
)
from courses.assessment.models.sitting import (
    PLANNING_ROLES,
    SITTING_ROLES,
    Allowance,
    AttemptEvent,
    Sitting,
)
from courses.assessment.models.tally import (
    CountedAttempt,
    PaperTally,
    QuestionTally,
    SettledPapers,
    SettledQuestions,
)

__all__ = [
    "GRACE",
    "GRANTING_ROLES",
    "PLANNING_ROLES",
    "REVIEWING_ROLES",
    "SITTING_ROLES",
    "UPDATE_QUESTIONS",
    "Allowance",
    "AnswersRemoved",
    "Attempt",
    "AttemptEvent",
    "AttemptItem",
    "AttemptQuerySet",
    "CorrectionDecision",
    "CountedAttempt",
    "ExtraTime",
    "Filing",
    "FurtherAttempt",
    "GivenBack",
    "Ground",
    "KeyCorrection",
    "LeakDecision",
    "OpenMark",
    "PaperTally",
    "PaperVersion",
    "PracticeAnswer",
    "Purpose",
    "QuestionNumbers",
    "QuestionTally",
    "QuestionVersion",
    "Regrading",
    "RegradingReview",
    "Rereading",
    "Response",
    "ReviewClosing",
    "ReviewTask",
    "SetAside",
    "SettledPapers",
    "SettledQuestions",
    "Sitting",
    "State",
    "StateChange",
    "StateDecision",
    "StateProposal",
    "Verdict",
    "bank_of",
    "held_back",
    "new_hold",
    "stated",
    "to_decide",
    "to_mark",
    "with_remarking",
    "with_state",
]
