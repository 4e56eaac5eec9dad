"""Errors of the exam room, in whole sentences."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.assessment.start_refusals import StartRefusal


class AssessmentError(Exception):
    """A refusal that says what is wrong and what to do next."""


class PublishedFactsError(AssessmentError):
    """A published question or paper contradicts itself and cannot be used."""


class ExamStartError(AssessmentError):
    """An exam cannot start yet; ``reasons`` lists everything that is missing."""

    def __init__(self, reasons: "Sequence[StartRefusal]") -> None:
        """Join every reason into the message."""
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons = reasons


class ExamGrantError(AssessmentError):
    """Something cannot be granted to a learner, or not by this person."""


class SittingError(AssessmentError):
    """A sitting cannot be planned, changed or cancelled in this way."""


class AnswerError(AssessmentError):
    """The input is not a valid answer to this question."""


class AttemptClosedError(AssessmentError):
    """The attempt has ended, so nothing in it can change any more."""


class OtherWindowError(AssessmentError):
    """The attempt is written in another window."""


class OpenMarkError(AssessmentError):
    """An open answer cannot be marked, decided about or set aside this way."""


class QuestionBankError(AssessmentError):
    """A question cannot change its state, or be decided about, in this way."""
