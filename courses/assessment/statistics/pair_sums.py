"""Sums over pairs of numbers, from which means, variances and correlations follow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from operator import add

_NOTHING = Fraction(0)


@dataclass(frozen=True)
class PairSums:
    """The exact sums behind means, variances and covariance of pairs (x, y).

    The sums of two groups of candidates can be added, so a summary grows with each
    attempt and need not be recomputed.
    """

    n: int = 0
    x: Fraction = _NOTHING
    xx: Fraction = _NOTHING
    y: Fraction = _NOTHING
    yy: Fraction = _NOTHING
    xy: Fraction = _NOTHING

    def __add__(self, other: "PairSums") -> "PairSums":
        return PairSums(*map(add, vars(self).values(), vars(other).values()))

    @property
    def mean_x(self) -> Fraction | None:
        return self.x / self.n if self.n else None

    @property
    def variance_x(self) -> Fraction | None:
        """The variance of x in the population, estimated (divided by n - 1)."""
        return self._spread(self.xx, self.x, self.x)

    @property
    def variance_y(self) -> Fraction | None:
        return self._spread(self.yy, self.y, self.y)

    @property
    def covariance(self) -> Fraction | None:
        return self._spread(self.xy, self.x, self.y)

    @property
    def correlation(self) -> float | None:
        """Pearson's r; ``None`` if x or y is the same for everybody."""
        x, y, both = self.variance_x, self.variance_y, self.covariance
        if not x or not y or both is None:
            return None
        return float(both) / sqrt(x * y)

    def _spread(
        self, both: Fraction, one: Fraction, other: Fraction
    ) -> Fraction | None:
        if self.n < 2:
            return None
        return (both - one * other / self.n) / (self.n - 1)


def sum_pairs(pairs: Iterable[tuple[Fraction, Fraction]]) -> PairSums:
    """Return the sums over ``pairs`` of x and y."""
    total = PairSums()
    for x, y in pairs:
        total += PairSums(1, x, x * x, y, y * y, x * y)
    return total


def compute_highest_covariance(
    pairs: Mapping[tuple[Fraction, Fraction], int],
) -> Fraction | None:
    """Return the highest possible covariance of the same x and y values.

    ``pairs`` is the number of occurrences of each pair. The maximum is reached by
    pairing the lowest x with the lowest y, and so on upwards (Moodle, discriminative
    efficiency).
    """
    xs = sorted(x for (x, _y), n in pairs.items() for _ in range(n))
    ys = sorted(y for (_x, y), n in pairs.items() for _ in range(n))
    return sum_pairs(zip(xs, ys, strict=True)).covariance
