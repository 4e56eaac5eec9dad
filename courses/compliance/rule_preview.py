"""Previews of rule changes, person by person, before they are saved (N8).

Nothing is written here. The standings before and after are computed as for every
report, with the rules changed in memory, on the first day of the change.
"""

import hashlib
import json
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import batched
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from courses.compliance.impossible_deadlines import find_impossible_ground
from courses.compliance.models import Requirement, RuleException
from courses.compliance.requirements import SCOPE, TERMS
from courses.compliance.standing_facts import StandingFacts, load_standing_facts
from courses.compliance.status import CourseStanding, StandingState, compute_standings
from courses.models import Course
from courses.validity import subtract_day
from elearning.staff.models import Absence, Appointment, StaffMember, in_force

#: The number of people computed at once, so that memory does not grow with the service.
_AT_ONCE = 2_000


class RuleEffect(StrEnum):
    """The effect of a change on a person."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class RuleChange:
    """A change from ``on``: ``new`` replaces ``old``; one of them may be missing."""

    on: date
    old: Requirement | None = None
    new: Requirement | None = None

    @property
    def course(self) -> Course:
        rule = self.new or self.old
        if rule is None:
            message = "a change needs a rule"
            raise ValueError(message)
        return rule.course

    def asked_before_or_after(self) -> Any:
        """Return the people, as a queryset, of whom one of the rules requires the course."""
        meant = Q(pk__in=[])
        for rule in (self.old, self.new):
            meant |= rule.of_appointments if rule is not None else Q(pk__in=[])
        held = Appointment.objects.filter(in_force(self.on), meant)
        return StaffMember.objects.filter(pk__in=held.values("staff_member"))

    def applied(self, facts: StandingFacts) -> StandingFacts:
        """Return ``facts`` as they would be after the change."""
        rules = [self._ended(rule) for rule in facts.requirements]
        if self.new is not None and self.new.holds_on(self.on):
            rules.append(self.new)
        return StandingFacts(facts.people, rules, facts.of)

    def _ended(self, rule: Requirement) -> Requirement:
        if self.old is None or rule.pk != self.old.pk:
            return rule
        ended = copy(rule)
        ended.ends_on = subtract_day(self.on)
        return ended


class StandingTerms(NamedTuple):
    """The part of a standing that a rule decides; ISO dates, empty for none."""

    state: str
    due_on: str
    expires_on: str


class PreviewLine(NamedTuple):
    """The effect on one person; ``ground`` says why the day is impossible, if it is."""

    person: int
    effect: str
    before: StandingTerms
    after: StandingTerms
    ground: str = ""

    @property
    def due_on(self) -> date | None:
        told = self.after.due_on
        return date.fromisoformat(told) if told else None


@dataclass(frozen=True)
class RulePreview:
    """Everybody affected by a change, and the number of those who are not.

    ``moved`` are the people whose line is new or different since the preview was shown.
    """

    lines: list[PreviewLine]
    unchanged: int
    digest: str
    moved: frozenset[int] = frozenset()

    def count(self, effect: RuleEffect) -> int:
        return sum(line.effect == effect for line in self.lines)

    @property
    def impossible(self) -> list[PreviewLine]:
        return [line for line in self.lines if line.ground]

    def as_plain(self) -> dict[str, Any]:
        """Return plain values to store; ``from_plain`` is the inverse."""
        return {
            "lines": self.lines,
            "unchanged": self.unchanged,
            "digest": self.digest,
            "moved": sorted(self.moved),
        }

    @classmethod
    def from_plain(cls, kept: dict[str, Any]) -> "RulePreview":
        lines = [
            PreviewLine(
                person, effect, StandingTerms(*before), StandingTerms(*after), ground
            )
            for person, effect, before, after, ground in kept["lines"]
        ]
        moved = frozenset(kept.get("moved", ()))
        return cls(lines, kept["unchanged"], kept["digest"], moved)


class PreviewDifference(NamedTuple):
    """Differences between two previews, as ids of people: new, removed and changed."""

    new: frozenset[int]
    gone: frozenset[int]
    other: frozenset[int]


def compare_previews(before: RulePreview, after: RulePreview) -> PreviewDifference:
    """Return what has changed between two previews of one change, by people."""
    old, now = ({line.person: line for line in one.lines} for one in (before, after))
    other = frozenset(pk for pk in old.keys() & now.keys() if old[pk] != now[pk])
    return PreviewDifference(
        frozenset(now.keys() - old.keys()), frozenset(old.keys() - now.keys()), other
    )


def preview_rule_change(change: RuleChange) -> RulePreview:
    """Return the effects of ``change`` on its first day.

    A handful of queries per 2,000 people, whatever the number of rules. Previews with
    the same ``digest`` are identical in every date.
    """
    lines: list[PreviewLine] = []
    unchanged = 0
    for pair in _pairs(change):
        effect = _effect(pair)
        if effect is not None:
            lines.append(_line(change, effect, pair))
        elif _is_asked(pair.after):
            unchanged += 1
    lines.sort(key=lambda line: (line.effect, line.person))
    whole = [extract_rule_values(change.new), change.on, lines, unchanged]
    told = json.dumps(whole, cls=DjangoJSONEncoder)
    return RulePreview(lines, unchanged, hashlib.sha256(told.encode()).hexdigest())


def preview_for_person(
    change: RuleChange, person: StaffMember
) -> tuple[CourseStanding | None, CourseStanding | None]:
    """Return the standings of ``person`` on the first day, before and after the change."""
    staff = StaffMember.objects.filter(pk=person.pk)
    pair = next(_pairs_among(change, staff), None)
    return (pair.before, pair.after) if pair else (None, None)


def extract_rule_values(rule: Requirement | None) -> dict[str, Any]:
    """Return the fields of ``rule`` as plain values; ``build_rule`` is the inverse."""
    if rule is None:
        return {}
    fields = [_field(name) for name in (*SCOPE, *TERMS)]
    return {field.name: field.value_from_object(rule) for field in fields}


def build_rule(values: dict[str, Any]) -> Requirement | None:
    """Return the unsaved rule for plain ``values``."""
    if not values:
        return None
    rule = Requirement()
    for name, value in values.items():
        field = _field(name)
        setattr(rule, field.attname, field.to_python(value))
    return rule


def _field(name: str) -> Any:
    return Requirement._meta.get_field(name)


class _Pair(NamedTuple):
    before: CourseStanding | None
    after: CourseStanding | None
    absences: list[Absence]


def _pairs(change: RuleChange) -> Iterator[_Pair]:
    people = change.asked_before_or_after()
    keys = people.order_by("pk").values_list("pk", flat=True)
    for batch in batched(list(keys), _AT_ONCE, strict=False):
        among = people.filter(pk__gte=batch[0], pk__lte=batch[-1])
        yield from _pairs_among(change, among)


def _pairs_among(change: RuleChange, staff: Any) -> Iterator[_Pair]:
    facts = load_standing_facts(staff, change.on, courses=[change.course.pk])
    before = {one.person.pk: one for one in compute_standings(facts, change.on)}
    altered = compute_standings(change.applied(facts), change.on)
    after = {one.person.pk: one for one in altered}
    for pk in sorted(before | after):
        yield _Pair(before.get(pk), after.get(pk), facts.of[pk].absences)


def _effect(pair: _Pair) -> RuleEffect | None:
    was, will_be = _is_asked(pair.before), _is_asked(pair.after)
    if was != will_be:
        return RuleEffect.ADDED if will_be else RuleEffect.REMOVED
    is_same = _terms(pair.before) == _terms(pair.after)
    return None if is_same or not was else RuleEffect.CHANGED


def _is_asked(standing: CourseStanding | None) -> bool:
    return standing is not None and standing.requirement is not None


def _terms(standing: CourseStanding | None) -> StandingTerms:
    if standing is None:
        return StandingTerms(StandingState.NOT_REQUIRED.value, "", "")
    due, until = standing.renewal_due_on, standing.expires_on
    return StandingTerms(
        standing.state.value,
        due.isoformat() if due else "",
        until.isoformat() if until else "",
    )


def _line(change: RuleChange, effect: RuleEffect, pair: _Pair) -> PreviewLine:
    person = pair.after or pair.before
    ground = _ground(change.on, effect, pair)
    key = person.person.pk if person else 0
    return PreviewLine(
        key, effect.value, _terms(pair.before), _terms(pair.after), ground
    )


def _ground(on: date, effect: RuleEffect, pair: _Pair) -> str:
    """Return why the day after the change is impossible, or ``""``.

    A day before the change is impossible for people who were not late before.
    """
    after = pair.after
    if (
        effect is RuleEffect.REMOVED
        or after is None
        or after.is_held
        or after.exemption
    ):
        return ""
    if effect is RuleEffect.ADDED and (
        ground := find_impossible_ground(after, pair.absences)
    ):
        return ground
    due = after.renewal_due_on
    before = pair.before.renewal_due_on if pair.before else None
    was_late = before is not None and before < on
    if due is not None and due < on and not was_late:
        return RuleException.Ground.PAST.value
    return ""
