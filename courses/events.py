"""Events of the course office for the apps above; sent inside the transaction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from elearning.typed_events import Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from courses.models import Edition, Enrolment, Unit, UnitVersion
    from elearning.accounts.models import User


@dataclass(frozen=True)
class LearnerEnrolled(Event):
    """A learner was enrolled in a course."""

    enrolment: "Enrolment"


@dataclass(frozen=True)
class UnitStarted(Event):
    """A learner opened a unit for the first time."""

    enrolment: "Enrolment"
    unit: "Unit"
    language: str
    at: "datetime"


@dataclass(frozen=True)
class UnitFinished(Event):
    """A learner finished a unit: ``done`` of ``steps`` units of the edition so far."""

    enrolment: "Enrolment"
    unit: "Unit"
    language: str
    at: "datetime"
    seconds: int
    done: int
    steps: int


@dataclass(frozen=True)
class UnitFinishedAgain(Event):
    """A learner finished a unit that they had finished before."""

    enrolment: "Enrolment"
    unit: "Unit"
    at: "datetime"


@dataclass(frozen=True)
class EnrolmentCompleted(Event):
    """Every unit of an edition is finished; ``score`` is the share of right answers (0–1).

    ``recorded_at`` is when that became known: later than ``at`` after a corrected key.
    ``device_at`` is the device’s time, if the last unit was finished on a device.
    """

    enrolment: "Enrolment"
    at: "datetime"
    score: float | None
    language: str
    recorded_at: "datetime"
    device_at: "datetime | None" = None


@dataclass(frozen=True)
class EnrolmentLeft(Event):
    """A learner left a course before completing it."""

    enrolment: "Enrolment"
    at: "datetime"


@dataclass(frozen=True)
class LanguageConfirmed(Event):
    """A language was confirmed as up to date: the unit’s versions before and after."""

    before: "UnitVersion"
    after: "UnitVersion"


@dataclass(frozen=True)
class EditionReleased(Event):
    """An edition was released to learners."""

    edition: "Edition"
    by: "User | None"


@dataclass(frozen=True)
class SelfCheckAnswered(Event):
    """The self-check in a block (id) of a lesson was answered.

    ``interaction`` and ``response`` are in xAPI’s terms and format, ``score`` is a
    share from 0 to 1, and ``cites`` are the citations of the question.
    """

    enrolment: "Enrolment"
    unit: "Unit"
    block: str
    interaction: str
    response: str
    correct: bool
    score: float
    language: str
    at: "datetime"
    cites: "Sequence[str]" = ()


@dataclass(frozen=True)
class ScenarioDecided(Event):
    """A choice (id) was made in a scenario, a block of a lesson; it leads to ``node``.

    ``correct`` is ``None`` before an ending, ``score`` is the points of the choice, and
    ``cites`` are its citations.
    """

    enrolment: "Enrolment"
    unit: "Unit"
    block: str
    choice: str
    node: str
    correct: bool | None
    score: int
    language: str
    at: "datetime"
    cites: "Sequence[str]" = ()
