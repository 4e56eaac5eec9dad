"""Addition of marked attempts to the summaries, in plain numbers.

Marks are whole numbers of ten-thousandths here, as stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from courses.assessment.statistics.ability_thirds import AnswerGroup
from courses.assessment.statistics.exam_reliability import ExamTotals
from courses.assessment.statistics.pair_sums import PairSums

#: A full mark as stored.
FULL = 10_000
#: The sums stored for a question.
SUMS = ("n", "marks", "marks_squared", "rests", "rests_squared", "products")


@dataclass(frozen=True)
class TalliedAnswer:
    """One candidate's answer to one question; ``picks`` is ``None`` for no answer."""

    question: int
    mark: int
    picks: Sequence[str] | None


@dataclass
class QuestionTallySums:
    """The stored sums of one question; see ``models.QuestionTally``."""

    n: int = 0
    marks: int = 0
    marks_squared: int = 0
    rests: int = 0
    rests_squared: int = 0
    products: int = 0
    cells: dict[str, Any] = field(default_factory=dict)

    def add(self, answer: TalliedAnswer, rest: int) -> None:
        """Add an answer, and the marks for the rest of that paper."""
        self.n += 1
        self.marks += answer.mark
        self.marks_squared += answer.mark**2
        self.rests += rest
        self.rests_squared += rest**2
        self.products += answer.mark * rest
        cell = self.cells.setdefault(str(rest), {"marks": {}, "picks": {}, "empty": 0})
        _count(cell["marks"], str(answer.mark))
        cell["empty"] += answer.picks is None
        for pick in answer.picks or ():
            _count(cell["picks"], pick)


@dataclass
class PaperTallySums:
    """The stored sums of one exam; see ``models.PaperTally``."""

    n: int = 0
    passed: int = 0
    totals: int = 0
    totals_squared: int = 0
    squares: int = 0
    scores: dict[str, int] = field(default_factory=dict)

    def add(self, marks: Iterable[int], *, passed: bool) -> None:
        """Add the marks of one attempt."""
        marks = list(marks)
        total = sum(marks)
        self.n += 1
        self.passed += passed
        self.totals += total
        self.totals_squared += total**2
        self.squares += sum(mark**2 for mark in marks)
        _count(self.scores, str(total))


def build_rest_sums(kept: Mapping[str, int], asked: int) -> PairSums:
    """Return the sums of mark (x) and rest of the paper (y), both from 0 to 1.

    A paper of one question has no rest: y is then 0 for everybody.
    """
    rest = FULL * max(1, asked - 1)
    return PairSums(
        kept["n"],
        Fraction(kept["marks"], FULL),
        Fraction(kept["marks_squared"], FULL**2),
        Fraction(kept["rests"], rest),
        Fraction(kept["rests_squared"], rest**2),
        Fraction(kept["products"], FULL * rest),
    )


def build_total_sums(kept: Mapping[str, int]) -> PairSums:
    """Return the sums of mark (x) and total marks (y), this question included."""
    marks, rests = kept["marks"], kept["rests"]
    squared, products = kept["marks_squared"], kept["products"]
    both = squared + 2 * products + kept["rests_squared"]
    return PairSums(
        kept["n"],
        Fraction(marks, FULL),
        Fraction(squared, FULL**2),
        Fraction(marks + rests, FULL),
        Fraction(both, FULL**2),
        Fraction(squared + products, FULL**2),
    )


def build_exam_totals(kept: Mapping[str, int], asked: int) -> ExamTotals:
    """Return the sums of an exam in whole marks."""
    return ExamTotals(
        asked,
        kept["n"],
        Fraction(kept["totals"], FULL),
        Fraction(kept["totals_squared"], FULL**2),
        Fraction(kept["squares"], FULL**2),
    )


def build_answer_groups(
    cells: Mapping[str, Any], asked: int
) -> dict[Fraction, AnswerGroup]:
    """Return the answers in ``cells`` by the rest of the paper, as a share of it."""
    found = {}
    for rest, cell in cells.items():
        group = AnswerGroup(empty=cell["empty"])
        group.marks.update(
            {Fraction(int(m), FULL): n for m, n in cell["marks"].items()}
        )
        group.picks.update(cell["picks"])
        group.n = group.marks.total()
        found[Fraction(int(rest), FULL * max(1, asked - 1))] = group
    return found


def _count(counts: dict[str, int], key: str) -> None:
    counts[key] = counts.get(key, 0) + 1
