"""Lists in the preview of a rule change, limited to people of the user’s remit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from courses.compliance.models import RuleException
from courses.compliance.rule_preview import (
    PreviewLine,
    RuleEffect,
    RulePreview,
    StandingTerms,
)
from courses.desk.kit.access import PERSONNEL
from courses.desk.kit.list_page import Tab
from elearning.accounts.models import User
from elearning.staff.models import StaffMember, StaffMemberQuerySet

IMPOSSIBLE = "impossible"
_NAMES = {
    IMPOSSIBLE: _("No possible date"),
    RuleEffect.ADDED.value: _("Added"),
    RuleEffect.CHANGED.value: _("Changed"),
    RuleEffect.REMOVED.value: _("No longer required"),
}


@dataclass(frozen=True)
class PreviewDays:
    """The state and the days of one standing."""

    state: str
    due_on: date | None
    expires_on: date | None

    @classmethod
    def of(cls, terms: StandingTerms) -> "PreviewDays":
        return cls(terms.state, _day(terms.due_on), _day(terms.expires_on))


@dataclass(frozen=True)
class PreviewRow:
    """A person in a list of the preview."""

    person: StaffMember
    before: PreviewDays
    after: PreviewDays
    ground: str
    has_moved: bool


class PreviewList:
    """One list of a preview as ``user`` may read it; ``name`` selects it."""

    def __init__(self, preview: RulePreview, user: User, name: str) -> None:
        self.preview, self.user = preview, user
        counts = self.counts
        self.name = (
            name if name in counts else next(iter(counts), RuleEffect.ADDED.value)
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return the number of people in each list, without empty lists."""
        found = {IMPOSSIBLE: len(self.preview.impossible)}
        found |= {effect.value: self.preview.count(effect) for effect in RuleEffect}
        return {name: found[name] for name in _NAMES if found[name]}

    @cached_property
    def lines(self) -> list[PreviewLine]:
        """Return the lines of the list about people of the user’s remit."""
        mine = set(list_people_in_remit(self.user).values_list("pk", flat=True))
        return [line for line in self._all if line.person in mine]

    @property
    def elsewhere(self) -> int:
        """Return the number of people of the list outside the remit."""
        return len(self._all) - len(self.lines)

    @property
    def _all(self) -> list[PreviewLine]:
        if self.name == IMPOSSIBLE:
            return self.preview.impossible
        return [line for line in self.preview.lines if line.effect == self.name]

    def rows(self, lines: Iterable[PreviewLine]) -> list[PreviewRow]:
        listed = list(lines)
        keys = [line.person for line in listed]
        people = list_people_in_remit(self.user).in_bulk(keys)
        grounds = dict(RuleException.Ground.choices)
        return [
            PreviewRow(
                people[line.person],
                PreviewDays.of(line.before),
                PreviewDays.of(line.after),
                str(grounds.get(line.ground, "")),
                line.person in self.preview.moved,
            )
            for line in listed
            if line.person in people
        ]


def list_people_in_remit(user: User) -> StaffMemberQuerySet:
    """Return the people in the remit of ``user`` today."""
    return StaffMember.objects.in_remit_of(user, roles=PERSONNEL)


def build_preview_tabs(shown: PreviewList, address: str) -> list[Tab]:
    """Return the tabs of the lists of a preview, without empty lists."""
    return [
        Tab(f"{address}?show={name}#people", _NAMES[name], name == shown.name, count)
        for name, count in shown.counts.items()
    ]


def _day(told: str) -> date | None:
    return date.fromisoformat(told) if told else None
