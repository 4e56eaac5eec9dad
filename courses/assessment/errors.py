"""Errors of the exam room, in whole sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from courses.models import Unit


class AssessmentError(Exception):
    """A refusal that says what is wrong and what to do next."""


class PublishedFactsError(AssessmentError):
    """A published question or paper contradicts itself and cannot be used."""


@dataclass(frozen=True)
class StartRefusal:
    """One reason why an exam cannot start: a whole sentence, and what helps.

    ``code`` is ``ended``, ``lessons``, ``attempts``, ``waiting``, ``reading``,
    ``marking``, ``window``, ``code`` or ``unready``; ``units`` are the lessons to
    finish or to read again, in order; ``until`` is when the exam opens again.
    """

    code: str
    text: str
    units: tuple[Unit, ...] = ()
    until: datetime | None = None


class ExamStartError(AssessmentError):
    """An exam cannot start yet; ``reasons`` lists everything that is missing."""

    def __init__(self, reasons: Sequence[StartRefusal]) -> None:
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
