"""Models of questions and papers, attempts, question states, grants and sums."""

from courses.assessment.models.attempt import (
    GRACE,
    Attempt,
    AttemptQuerySet,
    generate_window_token,
)
from courses.assessment.models.attempt_item import (
    AnswersRemoved,
    AttemptItem,
    RemovalGround,
    Response,
)
from courses.assessment.models.exam_grants import (
    GRANTING_ROLES,
    ExtraTime,
    FurtherAttempt,
    Rereading,
)
from courses.assessment.models.exam_sitting import (
    PLANNING_ROLES,
    SITTING_ROLES,
    Allowance,
    AttemptEvent,
    Sitting,
)
from courses.assessment.models.key_correction import CorrectionDecision, KeyCorrection
from courses.assessment.models.open_marks import (
    GivenBack,
    OpenMark,
    SetAside,
    annotate_remarking,
    list_answers_to_decide,
    list_answers_to_mark,
    list_withheld_answers,
)
from courses.assessment.models.practice_answer import PracticeAnswer
from courses.assessment.models.question_filing import Filing
from courses.assessment.models.question_review import (
    QuestionNumbers,
    ReviewClosing,
    ReviewTask,
)
from courses.assessment.models.question_state import (
    LeakDecision,
    QuestionState,
    StateChange,
    StateDecision,
    StateProposal,
    annotate_state,
    build_state_expression,
    find_newest_change,
    list_bank_questions,
)
from courses.assessment.models.question_version import (
    UPDATE_QUESTIONS,
    AttemptPurpose,
    PaperVersion,
    QuestionVersion,
)
from courses.assessment.models.regrade_records import (
    REVIEWING_ROLES,
    AttemptVerdict,
    Regrading,
    RegradingReview,
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
    "AttemptPurpose",
    "AttemptQuerySet",
    "AttemptVerdict",
    "CorrectionDecision",
    "CountedAttempt",
    "ExtraTime",
    "Filing",
    "FurtherAttempt",
    "GivenBack",
    "KeyCorrection",
    "LeakDecision",
    "OpenMark",
    "PaperTally",
    "PaperVersion",
    "PracticeAnswer",
    "QuestionNumbers",
    "QuestionState",
    "QuestionTally",
    "QuestionVersion",
    "Regrading",
    "RegradingReview",
    "RemovalGround",
    "Rereading",
    "Response",
    "ReviewClosing",
    "ReviewTask",
    "SetAside",
    "SettledPapers",
    "SettledQuestions",
    "Sitting",
    "StateChange",
    "StateDecision",
    "StateProposal",
    "annotate_remarking",
    "annotate_state",
    "build_state_expression",
    "find_newest_change",
    "generate_window_token",
    "list_answers_to_decide",
    "list_answers_to_mark",
    "list_bank_questions",
    "list_withheld_answers",
]
