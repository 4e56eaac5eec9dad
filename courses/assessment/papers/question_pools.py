"""Pools of questions for the draw, sorted once.

A draw therefore costs the same from 60 questions as from 5,000. An edition never
changes, so its questions are sorted once (``EditionQuestions``); the set of live ones
changes at any time, but the facts about that are few (``QuestionPool``). The module is
plain Python.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Self
from uuid import UUID

from courses.assessment.kinds import MARKED_BY_PEOPLE
from courses.assessment.paper_blueprint import Blueprint, Difficulty

#: The properties that the rule of the draw distinguishes: outcome, must-pass, whether
#: people mark it, and the difficulty, if a blueprint asks for it.
type _Kind = tuple[int, bool, bool, str]


@dataclass(frozen=True)
class DrawCandidate:
    """A question that may be drawn: the id of its version, and what the rule weighs.

    ``outcome`` is the number of its outcome, ``code`` its own in lower case, ``case``
    the key of its case, if any, and ``place`` its position there.
    """

    pk: int
    unit: int
    outcome: int
    must_pass: bool
    difficulty: str = Difficulty.MEDIUM
    code: str = ""
    case: UUID | None = None
    place: int = 0
    type: str = ""

    @property
    def is_for_people(self) -> bool:
        return self.type in MARKED_BY_PEOPLE


@dataclass(frozen=True)
class CandidateGroup:
    """A case with its questions in the authors' order, or a single question."""

    members: tuple[DrawCandidate, ...]

    @property
    def size(self) -> int:
        return len(self.members)

    @cached_property
    def must_pass(self) -> int:
        """The number of its must-pass questions."""
        return sum(one.must_pass for one in self.members)

    @cached_property
    def for_people(self) -> int:
        """The number of its questions marked by people."""
        return sum(one.is_for_people for one in self.members)

    @cached_property
    def outcomes(self) -> Mapping[int, int]:
        """The number of its questions of each outcome."""
        return Counter(one.outcome for one in self.members)

    def times_seen(self, seen: Mapping[int, int]) -> int:
        """Return how often its most seen question was seen."""
        return max(seen.get(one.unit, 0) for one in self.members)


def group_candidates(candidates: Iterable[DrawCandidate]) -> list[CandidateGroup]:
    """Return ``candidates`` in groups, each at the place of its first question."""
    found: dict[UUID | int, list[DrawCandidate]] = {}
    for one in candidates:
        found.setdefault(one.case or one.pk, []).append(one)
    return [
        CandidateGroup(tuple(sorted(members, key=lambda one: (one.place, one.pk))))
        for members in found.values()
    ]


class EditionQuestions:
    """The questions of an edition."""

    def __init__(self, candidates: Iterable[DrawCandidate]) -> None:
        self.questions = tuple(candidates)
        self.must_pass = sum(one.must_pass for one in self.questions)
        self.by_people = sum(one.is_for_people for one in self.questions)
        self.outcomes = Counter(one.outcome for one in self.questions)
        self.by_unit = {one.unit: one for one in self.questions}
        self.by_code = {one.code: one for one in self.questions}

    @cached_property
    def in_cases(self) -> Sequence[DrawCandidate]:
        """The questions of cases; each case is considered as a whole."""
        return [one for one in self.questions if one.case]

    @cached_property
    def by_outcome(self) -> Mapping[_Kind, Sequence[DrawCandidate]]:
        """Single questions, by outcome and must-pass."""
        return self._sorted(by_difficulty=False)

    @cached_property
    def by_difficulty(self) -> Mapping[_Kind, Sequence[DrawCandidate]]:
        """Single questions, by difficulty as well."""
        return self._sorted(by_difficulty=True)

    def _sorted(
        self, *, by_difficulty: bool
    ) -> Mapping[_Kind, Sequence[DrawCandidate]]:
        kinds: dict[_Kind, list[DrawCandidate]] = defaultdict(list)
        for one in self.questions:
            if not one.case:
                difficulty = one.difficulty if by_difficulty else ""
                kind = (one.outcome, one.must_pass, one.is_for_people, difficulty)
                kinds[kind].append(one)
        return kinds


class QuestionPool:
    """The questions of a listing except those whose units are ``out``."""

    def __init__(
        self,
        listing: EditionQuestions,
        out: Collection[int] = (),
        tried: Collection[int] = (),
    ) -> None:
        self._listing = listing
        self._tried = tried
        self._out = {unit for unit in out if unit in listing.by_unit}

    @classmethod
    def of(cls, candidates: Iterable[DrawCandidate]) -> Self:
        return cls(EditionQuestions(candidates))

    @property
    def trials(self) -> "QuestionPool":
        listed = self._listing.by_unit
        return QuestionPool.of(listed[unit] for unit in self._tried if unit in listed)

    def __len__(self) -> int:
        return len(self._listing.questions) - len(self._out)

    @property
    def must_pass(self) -> int:
        """The number of must-pass questions."""
        out = (self._listing.by_unit[unit] for unit in self._out)
        return self._listing.must_pass - sum(one.must_pass for one in out)

    @property
    def by_people(self) -> int:
        """The number of questions marked by people."""
        out = (self._listing.by_unit[unit] for unit in self._out)
        return self._listing.by_people - sum(one.is_for_people for one in out)

    @cached_property
    def outcomes(self) -> set[int]:
        """The numbers of the outcomes that have questions."""
        left = Counter(self._listing.outcomes)
        left.subtract(self._listing.by_unit[unit].outcome for unit in self._out)
        return {outcome for outcome, number in left.items() if number}

    @property
    def units(self) -> set[int]:
        return self._listing.by_unit.keys() - self._out

    def sample(
        self, number: int, seen: Mapping[int, int], blueprint: Blueprint, chance: Random
    ) -> list[DrawCandidate]:
        """Return enough to draw ``number`` from, those seen least often first.

        Listed questions and those of cases are all included. For each other kind,
        enough random ones are taken to include ``number`` live ones never seen, so the
        draw has the same chances as from all.
        """
        listing = self._listing
        kinds = listing.by_difficulty if blueprint.mix else listing.by_outcome
        most = number + len(self._out) + len(seen)
        listed = [
            listing.by_code[one] for one in blueprint.listed if one in listing.by_code
        ]
        found = dict.fromkeys([*listed, *listing.in_cases])
        for same in kinds.values():
            found |= dict.fromkeys(chance.sample(same, min(most, len(same))))
        pool = [one for one in found if one.unit not in self._out]
        chance.shuffle(pool)
        pool.sort(key=lambda one: seen.get(one.unit, 0))
        return pool
