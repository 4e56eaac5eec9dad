"""Parts of the next edition that people approve: a version, an outline, or facts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from courses.models import Approval, UnitVersion
from courses.release import gates


@dataclass(frozen=True)
class ProposedPart:
    """Something new, approved by its content hash at each gate ``demanded``.

    ``place`` is its short name in an answer of a review. ``authors`` may not approve
    it; ``given`` are the approvals that count for this proposal. ``version`` is the row
    that is read, if it is a version of a unit. ``words`` says what is missing at each
    gate; without them, the title is named.
    """

    place: str
    title: str
    digest: str
    authors: frozenset[int]
    given: Sequence[Approval]
    version: UnitVersion | None = None
    demanded: Collection[str] = gates.DEMANDED
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def lacking(self) -> list[str]:
        """The gates that it has not passed, in order."""
        missing = gates.list_missing_gates(self.given, self.authors)
        return [gate for gate in missing if gate in self.demanded]

    @property
    def seconds(self) -> frozenset[int]:
        """The only person who approved it as the second person, who cannot review it."""
        people = {one.by_id for one in self.given if one.by_id is not None}
        return frozenset(
            person
            for person in people - self.authors
            if not gates.can_approve_at_gate(
                Approval.Gate.SAFEGUARD, self.given, self.authors, person
            )
        )

    def is_awaiting(self, person: int, reviewers: Collection[int]) -> bool:
        """Return whether it waits for a second person who may be ``person``."""
        return bool(self.lacking) and gates.can_approve_at_gate(
            Approval.Gate.PEER, self.given, self.authors, person, reviewers
        )
