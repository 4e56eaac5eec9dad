"""Events of the personnel files for the apps above; sent inside the transaction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from elearning.typed_events import AnsweredEvent, Event

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from elearning.accounts.models import User
    from elearning.staff.models import Absence, NameChangeDecision, StaffMember


@dataclass(frozen=True)
class PeopleRenamed(Event):
    """Some people, a thousand at most, are called otherwise from now on.

    ``is_confirmed`` tells whether a second officer has confirmed the names.
    """

    people: "Sequence[StaffMember]"
    reason: str
    at: "datetime"
    by: "User | None"
    is_confirmed: bool = False


@dataclass(frozen=True)
class NameChangeDecided(Event):
    """A proposed name was confirmed, declined, taken back or taken up."""

    decision: "NameChangeDecision"


@dataclass(frozen=True)
class VouchingAsked(AnsweredEvent[set[int]]):
    """Asked before somebody calls ``people`` otherwise: whose names do others vouch for.

    A receiver returns the primary keys of those whose change needs a second officer.
    """

    people: "Collection[StaffMember]"
    on: "date"


@dataclass(frozen=True)
class AbsenceRecorded(Event):
    """An absence was recorded or got a later last day; its person is locked.

    ``since`` is the first day that is new in it.
    """

    absence: "Absence"
    since: "date"
    by: "User | None"


@dataclass(frozen=True)
class PeopleChanged(Event):
    """Rows about several people were written past their models' signals, or the tree moved.

    ``since`` is the first day of which a report hears of it; without it, today.
    """

    people: "QuerySet[StaffMember]"
    since: "date | None" = None
