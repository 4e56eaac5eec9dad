"""Reliability and distribution of the marks of an exam."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt


@dataclass(frozen=True)
class ExamTotals:
    """Sums over candidates of one exam with ``asked`` questions each.

    ``total`` is the sum of their total marks, ``squared`` of the squares of those,
    ``within`` of the squares of all single marks.
    """

    asked: int
    n: int = 0
    total: Fraction = Fraction(0)
    squared: Fraction = Fraction(0)
    within: Fraction = Fraction(0)

    def __add__(self, other: "ExamTotals") -> "ExamTotals":
        if other.asked != self.asked:
            raise ValueError("Exams of different lengths cannot be added up.")
        return ExamTotals(
            self.asked,
            self.n + other.n,
            self.total + other.total,
            self.squared + other.squared,
            self.within + other.within,
        )

    @property
    def mean(self) -> Fraction | None:
        return self.total / self.n if self.n else None

    @property
    def variance(self) -> Fraction | None:
        """The variance of the total marks, V(T)."""
        if self.n < 2:
            return None
        return (self.squared - self.total**2 / self.n) / (self.n - 1)


def compute_cronbach_alpha(
    totals: ExamTotals, variances: Sequence[Fraction]
) -> float | None:
    """Return Cronbach's alpha, P/(P-1) (1 - sum V(x) / V(T)), for a common paper.

    ``variances`` are those of the marks for its P questions (Moodle, "Coefficient of
    internal consistency"; CTT 4.4). Alpha may be negative if questions contradict each
    other. Drawn papers have no V(x) over all candidates: use
    ``compute_drawn_consistency``.
    """
    places, variance = len(variances), totals.variance
    if places < 2 or not variance:
        return None
    return float(
        Fraction(places, places - 1) * (1 - sum(variances, Fraction(0)) / variance)
    )


def compute_drawn_consistency(totals: ExamTotals) -> float | None:
    """Return alpha's equivalent for drawn papers: 1 - MSW / MSB (Shrout, ICC(1,k)).

    MSB is the mean square between candidates, MSW that within their papers. Candidates
    need not have had the same questions. Differences in difficulty between papers count
    as error, as they should: the more questions differ in difficulty, the further this
    is below alpha.
    """
    variance, asked = totals.variance, totals.asked
    if asked < 2 or not variance:
        return None
    between = variance / asked
    within = (totals.within - totals.squared / asked) / (totals.n * (asked - 1))
    return float(1 - within / between)


def compute_error_ratio(consistency: float) -> float:
    """Return the share of chance in the standard deviation (Moodle, "Error ratio")."""
    return sqrt(max(0.0, 1 - consistency))


def compute_standard_error(totals: ExamTotals, consistency: float) -> float | None:
    """Return the standard error of one candidate's total: SD x error ratio.

    In two of three sittings the mark is no further than this from what the candidate
    knows (Moodle, "Standard error"; CTT 3.7, standard error of measurement).
    """
    if totals.variance is None:
        return None
    return compute_error_ratio(consistency) * sqrt(totals.variance)


def build_score_histogram(scores: Mapping[Fraction, int], bins: int = 10) -> list[int]:
    """Return how many scores (0 to 1) fall into each of ``bins`` equal parts.

    A score on a border belongs to the part above it, a full score to the last.
    """
    counts = [0] * bins
    for score, n in scores.items():
        counts[min(int(score * bins), bins - 1)] += n
    return counts
