"""How the preview of a change is shown: its lists, and people of the remit alone in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from courses.compliance.models import RuleException
from courses.compliance.previewing import Effect, Line, Preview, Terms
from courses.desk.access import PERSONNEL
from elearning.accounts.models import User
from elearning.staff.models import StaffMember, StaffMemberQuerySet

IMPOSSIBLE = "impossible"
_NAMES = {
    IMPOSSIBLE: _("No possible day"),
    Effect.ADDED.value: _("Added"),
    Effect.CHANGED.value: _("Changed"),
    Effect.REMOVED.value: _("No longer asked"),
}


@dataclass(frozen=True)
class Days:
    """What a line says of one standing."""

    state: str
    due_on: date | None
    expires_on: date | None

    @classmethod
    def of(cls, terms: Terms) -> "Days":
        """Return the same with days."""
        return cls(terms.state, _day(terms.due_on), _day(terms.expires_on))


@dataclass(frozen=True)
class Row:
    """One person in a list of the preview."""

    person: StaffMember
    before: Days
    after: Days
    ground: str
    has_moved: bool


@dataclass(frozen=True)
class Tab:
    """A list of the preview."""

    url: str
    label: str
    count: int
    current: bool


class Shown:
    """One list of a preview as ``user`` may read it; ``name`` chooses which."""

    def __init__(self, preview: Preview, user: User, name: str) -> None:
        self.preview, self.user = preview, user
        counts = self.counts
        self.name = name if name in counts else next(iter(counts), Effect.ADDED.value)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many people each list has that has any."""
        found = {IMPOSSIBLE: len(self.preview.impossible)}
        found |= {effect.value: self.preview.count(effect) for effect in Effect}
        return {name: found[name] for name in _NAMES if found[name]}

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the list about people of the user's remit."""
        mine = set(people_of(self.user).values_list("pk", flat=True))
        return [line for line in self._all if line.person in mine]

    @property
    def elsewhere(self) -> int:
        """How many people of the list are outside of the remit."""
        return len(self._all) - len(self.lines)

    @property
    def _all(self) -> list[Line]:
        if self.name == IMPOSSIBLE:
            return self.preview.impossible
        return [line for line in self.preview.lines if line.effect == self.name]

    def rows(self, lines: Iterable[Line]) -> list[Row]:
        """Return ``lines`` with the people in them."""
        listed = list(lines)
        keys = [line.person for line in listed]
        people = people_of(self.user).in_bulk(keys)
        grounds = dict(RuleException.Ground.choices)
        return [
            Row(
                people[line.person],
                Days.of(line.before),
                Days.of(line.after),
                str(grounds.get(line.ground, "")),
                line.person in self.preview.moved,
            )
            for line in listed
            if line.person in people
        ]


def people_of(user: User) -> StaffMemberQuerySet:
    """Return the people whom ``user`` looks after today."""
    return StaffMember.objects.in_remit_of(user, roles=PERSONNEL)


def tabs_of(shown: Shown, address: str) -> list[Tab]:
    """Return the links between the lists of a preview that have anybody."""
    return [
        Tab(
            f"{address}?show={name}#people",
            str(_NAMES[name]),
            count,
            name == shown.name,
        )
        for name, count in shown.counts.items()
    ]


def _day(told: str) -> date | None:
    return date.fromisoformat(told) if told else None
