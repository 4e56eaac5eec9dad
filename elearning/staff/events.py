"""Events of the personnel files for the apps above; sent inside the transaction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from elearning.accounts.models import User
from elearning.typed_events import AnsweredEvent, Event

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from elearning.staff.models import Absence, NameChangeDecision, StaffMember


@dataclass(frozen=True)
class PeopleRenamed(Event):
    """Up to a thousand people were given new names.

    ``is_confirmed`` means that a second officer has confirmed the names.
    """

    people: "Sequence[StaffMember]"
    reason: str
    at: "datetime"
    by: User | None
    is_confirmed: bool = False


@dataclass(frozen=True)
class NameChangeDecided(Event):
    """A proposed name was confirmed, declined, withdrawn or adopted."""

    decision: "NameChangeDecision"


@dataclass(frozen=True)
class VouchingAsked(AnsweredEvent[set[int]]):
    """Asked before ``people`` are renamed, to find names that documents in force state.

    A receiver returns the primary keys of people whose change needs a second officer.
    """

    people: "Collection[StaffMember]"
    on: "date"


@dataclass(frozen=True)
class AbsenceRecorded(Event):
    """An absence was recorded or extended; its person is locked.

    ``since`` is the first new day.
    """

    absence: "Absence"
    since: "date"
    by: User | None


@dataclass(frozen=True)
class PeopleChanged(Event):
    """Rows of several people were written without model signals, or the tree changed.

    ``since`` is the first day on which reports take it into account; by default today.
    """

    people: "QuerySet[StaffMember]"
    since: "date | None" = None
