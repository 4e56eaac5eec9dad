"""Events of the exam room for the apps above, and queries to them.

They are sent inside the transaction.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from elearning.typed_events import AnsweredEvent, Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from courses.assessment.marks.attempt_marking import AttemptResult
    from courses.assessment.models import (
        Attempt,
        AttemptItem,
        QuestionVersion,
        Regrading,
    )
    from courses.models import Course, Enrolment
    from elearning.accounts.models import User


@dataclass(frozen=True)
class AttemptStarted(Event):
    """A learner started an attempt."""

    attempt: "Attempt"


@dataclass(frozen=True)
class AttemptHandedIn(Event):
    """An attempt has ended, and some answers wait to be marked by people."""

    attempt: "Attempt"


@dataclass(frozen=True)
class AttemptMarked(Event):
    """An attempt was marked, once, and has its result.

    ``items`` are marked, in order, with answers and questions. Sent before the exam
    unit is finished, so before ``EnrolmentCompleted``.
    """

    attempt: "Attempt"
    items: "Sequence[AttemptItem]"
    at: "datetime"
    by: "User | None"


@dataclass(frozen=True)
class PracticeAnswered(Event):
    """A practice question was answered; ``response`` is in xAPI form, ``score`` 0–1."""

    enrolment: "Enrolment"
    question: "QuestionVersion"
    response: str
    correct: bool
    score: float
    language: str
    at: "datetime"


@dataclass(frozen=True)
class AttemptRegraded(Event):
    """A corrected key gave a marked attempt another ``result``, in marks.

    Sent before the exam unit is finished, if the result became a pass.
    """

    attempt: "Attempt"
    regrading: "Regrading"
    result: "AttemptResult"


@dataclass(frozen=True)
class TrialMarked(Event):
    """An answer in trial was marked after its attempt."""

    attempt: "Attempt"
    item: "AttemptItem"


@dataclass(frozen=True)
class ExamAheadAsked(AnsweredEvent[bool]):
    """A query whether ``user`` has the exam of ``course`` ahead.

    Asked before they change the exam. Somebody who left the course recently after an
    attempt still has it ahead.
    """

    user: "User"
    course: "Course"


@dataclass(frozen=True)
class UpdateAheadAsked(AnsweredEvent[bool]):
    """A query whether ``user`` has an update of ``course`` ahead, whose test may ask it.

    Asked before they bring a question of the course back.
    """

    user: "User"
    course: "Course"
