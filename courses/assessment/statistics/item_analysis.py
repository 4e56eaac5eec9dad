"""Item analysis: the difficulty and the discrimination of questions.

Papers are drawn, so candidates are not asked the same questions. Every formula here
covers those who were asked the question. Therefore:

- *Facility* is valid: chance decides who is asked.
- *Discrimination* and its *efficiency* compare with the rest of each candidate's own
  paper, as a share of its marks. Rests differ in difficulty as well as in what people
  know, which can only weaken the correlation: with drawn papers the numbers are a
  little too low.
- *Weights* are valid for a common paper; with drawn papers each question is weighted by
  how often it is asked, so that those of one paper add up to 1 on average.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import sqrt

from courses.assessment.statistics.pair_sums import PairSums, compute_highest_covariance


def compute_facility(sums: PairSums) -> Fraction | None:
    """Return the mean mark as a share of the maximum (Moodle, "Facility index").

    ``sums`` has the mark from 0 to 1 as x. 1 means that everybody was right.
    """
    return sums.mean_x


def compute_discrimination(sums: PairSums) -> float | None:
    """Return the correlation of the mark with the rest of the paper, from -1 to 1.

    ``sums`` has the mark as x and the rest, without this question, as y (Moodle,
    "Discrimination index"; CTT, corrected item-total correlation). ``None`` if all have
    the same mark or the same rest.
    """
    return sums.correlation


def compute_efficiency(pairs: Mapping[tuple[Fraction, Fraction], int]) -> float | None:
    """Return the covariance of mark and rest as a share of the maximum possible.

    ``pairs`` is the number of occurrences of each pair of mark and rest. A very hard or
    very easy question cannot correlate highly; this measures how much of the possible
    correlation it reaches (Moodle, "Discriminative efficiency").
    """
    highest = compute_highest_covariance(pairs)
    if not highest:
        return None
    found = PairSums()
    for (x, y), n in pairs.items():
        found += PairSums(n, n * x, n * x * x, n * y, n * y * y, n * x * y)
    return float((found.covariance or 0) / highest)


def compute_effective_weights(
    questions: Mapping[int, PairSums], candidates: int
) -> dict[int, float | None]:
    """Return the contribution of each question to the differences between totals.

    ``questions`` have the mark as x and the total as y. It is sqrt C(x, T) as a share
    of the sum of all (Moodle, "Effective question weight"), each weighted by how many
    of ``candidates`` were asked it. ``None`` if C(x, T) is negative or unknown, which
    gives no comparable weight.
    """
    roots = {
        key: sqrt(sums.covariance)
        for key, sums in questions.items()
        if sums.covariance is not None and sums.covariance >= 0
    }
    if not candidates:
        return dict.fromkeys(questions)
    whole = sum(root * questions[key].n / candidates for key, root in roots.items())
    return {
        key: roots[key] / whole if whole and key in roots else None for key in questions
    }
