"""What weaker, middling and stronger candidates chose."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

#: How many groups candidates are put into, from the weakest to the strongest.
GROUPS = 3


@dataclass
class AnswerGroup:
    """Answers to one question: how many, worth what, choosing what.

    ``marks`` counts by mark, ``picks`` by what was chosen; of several choices at once
    each counts.
    """

    n: int = 0
    empty: int = 0
    marks: Counter[Fraction] = field(default_factory=Counter)
    picks: Counter[str] = field(default_factory=Counter)

    def add(self, other: "AnswerGroup") -> None:
        """Take in the answers of ``other``."""
        self.n += other.n
        self.empty += other.empty
        self.marks += other.marks
        self.picks += other.picks


def assign_thirds(scores: Mapping[Fraction, int]) -> dict[Fraction, int]:
    """Return for each score the third it belongs to: 0 is the lowest, 2 the highest.

    ``scores`` says how many have each. Who has the same score is in the same third, by
    the middle of the ranks they share; so thirds can differ in size.
    """
    found, below, total = {}, 0, sum(scores.values())
    for score in sorted(scores):
        middle = Fraction(2 * below + scores[score], 2 * total)
        found[score] = min(GROUPS - 1, int(middle * GROUPS))
        below += scores[score]
    return found


def group_by_thirds(answers: Mapping[Fraction, AnswerGroup]) -> list[AnswerGroup]:
    """Return the answers by thirds of candidates; keys are the rests of their papers.

    The rest, not the total: otherwise whoever is right is stronger because she is.
    """
    third = assign_thirds({rest: group.n for rest, group in answers.items()})
    groups = [AnswerGroup() for _ in range(GROUPS)]
    for rest, group in answers.items():
        groups[third[rest]].add(group)
    return groups
