"""What an exam refuses, in whole sentences."""

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
        """Say every reason."""
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons = reasons


class ExamGrantError(AssessmentError):
    """Something cannot be granted to a learner, or not by this person."""


class SittingError(AssessmentError):
    """A sitting cannot be planned like this, or not be called off."""


class AnswerError(AssessmentError):
    """What was sent is no answer to this question."""


class AttemptClosedError(AssessmentError):
    """The attempt has ended, so that nothing in it can change any more."""


class OtherWindowError(AssessmentError):
    """The attempt is written in another window."""


class OpenMarkError(AssessmentError):
    """An open answer cannot be marked, decided about or set aside this way."""


class QuestionBankError(AssessmentError):
    """A question cannot change its state, or nothing can be decided about it, this way."""


class OutdatedPageError(AssessmentError):
    """What waits now is not what was on the page, which has to be read again."""
