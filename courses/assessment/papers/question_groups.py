"""The questions of a case stay together: plain Python for the draw."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from courses.assessment.kinds import MARKED_BY_PEOPLE
from courses.assessment.paper_blueprint import Difficulty


@dataclass(frozen=True)
class DrawCandidate:
    """A question that may be drawn: the id of its version, and what the rule weighs.

    ``outcome`` is the number of its outcome, ``code`` its own in small letters, ``case``
    the key of the case that it belongs to, and ``place`` where it stands there.
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
        """Whether people mark the answers to it."""
        return self.type in MARKED_BY_PEOPLE


@dataclass(frozen=True)
class CandidateGroup:
    """A case with its questions in the order of its authors, or a question by itself."""

    members: tuple[DrawCandidate, ...]

    @property
    def size(self) -> int:
        return len(self.members)

    @cached_property
    def must_pass(self) -> int:
        """How many of its questions are must-pass ones."""
        return sum(one.must_pass for one in self.members)

    @cached_property
    def for_people(self) -> int:
        """How many of its questions people mark."""
        return sum(one.is_for_people for one in self.members)

    @cached_property
    def outcomes(self) -> Mapping[int, int]:
        """How many questions it has of each outcome."""
        return Counter(one.outcome for one in self.members)

    def times_seen(self, seen: Mapping[int, int]) -> int:
        """Return how often its best known question was seen."""
        return max(seen.get(one.unit, 0) for one in self.members)


def group_candidates(candidates: Iterable[DrawCandidate]) -> list[CandidateGroup]:
    """Return ``candidates`` in groups, each where its first question stood."""
    found: dict[UUID | int, list[DrawCandidate]] = {}
    for one in candidates:
        found.setdefault(one.case or one.pk, []).append(one)
    return [
        CandidateGroup(tuple(sorted(members, key=lambda one: (one.place, one.pk))))
        for members in found.values()
    ]
