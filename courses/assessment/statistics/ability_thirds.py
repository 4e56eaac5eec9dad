"""The answers of weaker, middling and stronger candidates, by thirds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

#: The number of groups of candidates, from the weakest to the strongest.
GROUPS = 3


@dataclass
class AnswerGroup:
    """Answers to one question: their number, their marks and the options chosen.

    ``marks`` counts by mark, ``picks`` by option; if several are chosen at once, each
    counts.
    """

    n: int = 0
    empty: int = 0
    marks: Counter[Fraction] = field(default_factory=Counter)
    picks: Counter[str] = field(default_factory=Counter)

    def add(self, other: "AnswerGroup") -> None:
        self.n += other.n
        self.empty += other.empty
        self.marks += other.marks
        self.picks += other.picks


def assign_thirds(scores: Mapping[Fraction, int]) -> dict[Fraction, int]:
    """Return the third of each score: 0 is the lowest, 2 the highest.

    ``scores`` is the number of candidates by score. Equal scores are in the same third,
    by the middle of the ranks they share, so thirds can differ in size.
    """
    found, below, total = {}, 0, sum(scores.values())
    for score in sorted(scores):
        middle = Fraction(2 * below + scores[score], 2 * total)
        found[score] = min(GROUPS - 1, int(middle * GROUPS))
        below += scores[score]
    return found


def group_by_thirds(answers: Mapping[Fraction, AnswerGroup]) -> list[AnswerGroup]:
    """Return the answers by thirds of candidates; keys are the rests of their papers.

    The rest is used instead of the total, which would rank candidates higher for being
    right on this very question.
    """
    third = assign_thirds({rest: group.n for rest, group in answers.items()})
    groups = [AnswerGroup() for _ in range(GROUPS)]
    for rest, group in answers.items():
        groups[third[rest]].add(group)
    return groups
