"""How hard a question is, and how well it tells who knows from who does not.

Papers are drawn, so candidates are not asked the same. Every formula here is over those
who were asked the question. Then:

- *Facility* holds: who is asked is left to chance.
- *Discrimination* and its *efficiency* compare with the rest of each candidate's own
  paper, as a share of its marks. Rests differ in difficulty as well as in what people
  know, which can only blur: with drawn papers the numbers are a little too low.
- *Weights* hold for a paper that all have; with drawn papers each question is weighed
  by how often it is asked, so that those of one paper add up to 1 on average.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from courses.assessment.statistics.pair_sums import PairSums, compute_highest_covariance


@dataclass(frozen=True)
class QuestionWeightBasis:
    """What weighs a question in a paper: how many were asked, and C(mark, total)."""

    n: int
    with_total: Fraction | None


def compute_facility(sums: PairSums) -> Fraction | None:
    """Return the mean mark as a share of what there is (Moodle, "Facility index").

    ``sums`` has the mark from 0 to 1 as x. 1 is right for everybody.
    """
    return sums.mean_x


def compute_discrimination(sums: PairSums) -> float | None:
    """Return the correlation of the mark with the rest of the paper, from -1 to 1.

    ``sums`` has the mark as x and the rest, without this question, as y (Moodle,
    "Discrimination index"; CTT, corrected item-total correlation). ``None`` where all
    have the same mark or the same rest: then nothing can be told.
    """
    return sums.correlation


def compute_efficiency(pairs: Mapping[tuple[Fraction, Fraction], int]) -> float | None:
    """Return the covariance of mark and rest as a share of the highest possible one.

    ``pairs`` says how often each pair of mark and rest occurs. A very hard or very easy
    question cannot correlate highly; this asks how much of what is possible it reaches
    (Moodle, "Discriminative efficiency").
    """
    highest = compute_highest_covariance(pairs)
    if not highest:
        return None
    found = PairSums()
    for (x, y), n in pairs.items():
        found += PairSums(n, n * x, n * x * x, n * y, n * y * y, n * x * y)
    return float((found.covariance or 0) / highest)


def compute_intended_weight(asked: int) -> Fraction:
    """Return the share of the marks that one of ``asked`` questions has by the rules."""
    return Fraction(1, asked)


def compute_effective_weights(
    questions: Mapping[int, QuestionWeightBasis], candidates: int
) -> dict[int, float | None]:
    """Return how much each question contributes to the differences between totals.

    sqrt C(x, T) as a share of the sum of all (Moodle, "Effective question weight"),
    each weighed by how many of ``candidates`` were asked it. ``None`` where a question
    pulls against the total: then it has no weight that could be compared.
    """
    roots = {
        key: sqrt(asked.with_total)
        for key, asked in questions.items()
        if asked.with_total is not None and asked.with_total >= 0
    }
    if not candidates:
        return dict.fromkeys(questions)
    whole = sum(root * questions[key].n / candidates for key, root in roots.items())
    return {
        key: roots[key] / whole if whole and key in roots else None for key in questions
    }
