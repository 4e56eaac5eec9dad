"""Events of the exam room and questions to the apps above, sent in the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from elearning.accounts.models import User
from elearning.typed_events import AnsweredEvent, Event

if TYPE_CHECKING:
    from courses.assessment.marks.attempt_marking import AttemptResult
    from courses.assessment.models import (
        Attempt,
        AttemptItem,
        QuestionVersion,
        Regrading,
    )
    from courses.models import Course, Enrolment


@dataclass(frozen=True)
class AttemptStarted(Event):
    """A learner began an attempt."""

    attempt: "Attempt"


@dataclass(frozen=True)
class AttemptHandedIn(Event):
    """An attempt has ended, and people still have to mark answers."""

    attempt: "Attempt"


@dataclass(frozen=True)
class AttemptMarked(Event):
    """An attempt was marked for the first time and has its result.

    ``items`` are marked and in order, with answers and questions. Sent before the exam
    unit is finished, so before ``EnrolmentCompleted``.
    """

    attempt: "Attempt"
    items: Sequence["AttemptItem"]
    at: datetime
    by: User | None


@dataclass(frozen=True)
class PracticeAnswered(Event):
    """An answer in practice: its ``response`` in xAPI’s format, its ``score`` (0 to 1)."""

    enrolment: "Enrolment"
    question: "QuestionVersion"
    response: str
    correct: bool
    score: float
    language: str
    at: datetime


@dataclass(frozen=True)
class AttemptRegraded(Event):
    """A corrected key changed the ``result`` (in marks) of a marked attempt.

    If the attempt is now passed, this is sent before the exam unit is finished.
    """

    attempt: "Attempt"
    regrading: "Regrading"
    result: "AttemptResult"


@dataclass(frozen=True)
class TrialMarked(Event):
    """The answer to a trial question was marked after its attempt."""

    attempt: "Attempt"
    item: "AttemptItem"


@dataclass(frozen=True)
class ExamAheadAsked(AnsweredEvent[bool]):
    """Asked before ``user`` changes the exam of ``course``: whether they still have it ahead."""

    user: User
    course: "Course"


@dataclass(frozen=True)
class UpdateAheadAsked(AnsweredEvent[bool]):
    """Asked before ``user`` brings a question of ``course`` back.

    A receiver returns whether they have an open update of the course, whose test may
    include that question.
    """

    user: User
    course: "Course"
