"""What a page weighs for those who load it over a slow line; plain Python.

128 kbit/s is a tower on 2G, 400 kbit/s with 400 ms the slow profile that pages are measured by.
"""

import math
from dataclasses import dataclass

#: Kilobits a second.
RATES = (128, 400)
#: Seconds until the first byte comes: three round trips of 400 ms.
LATENCY = 1.2
_KILO = 1024


@dataclass(frozen=True)
class PageWeight:
    """The bytes that a page loads by itself: its text and its pictures, no film.

    ``budget`` is what it may load, in kilobytes.
    """

    size: int
    budget: int

    @property
    def kilobytes(self) -> int:
        return max(1, math.ceil(self.size / _KILO)) if self.size else 0

    @property
    def is_over(self) -> bool:
        """Whether it is more than a page may load."""
        return self.size > self.budget * _KILO

    @property
    def kilobytes_over(self) -> int:
        return math.ceil(max(0, self.size / _KILO - self.budget))

    @property
    def slow(self) -> int:
        """Seconds at the slower rate."""
        return estimate_download_seconds(self.size, RATES[0])

    @property
    def fair(self) -> int:
        """Seconds at the faster one."""
        return estimate_download_seconds(self.size, RATES[1])


def estimate_download_seconds(size: int, rate: int) -> int:
    """Return in how many seconds ``size`` bytes come at ``rate`` kbit/s, rounded up."""
    return math.ceil(LATENCY + size * 8 / (rate * 1000))
