"""Groups of questions that stay together as a case, in plain Python for the draw."""

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
