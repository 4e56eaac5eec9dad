"""Weight of a page, and how long it takes over a slow connection; no Django.

128 kbit/s is 2G; 400 kbit/s with 400 ms latency is the slow profile that pages are
measured with.
"""

import math
from dataclasses import dataclass

#: In kbit/s.
RATES = (128, 400)
#: Seconds until the first byte arrives: three round trips of 400 ms.
LATENCY = 1.2
_KILO = 1024


@dataclass(frozen=True)
class PageWeight:
    """The bytes a page loads by itself: text and pictures, but no films.

    ``size`` is in bytes, ``budget`` in kilobytes.
    """

    size: int
    budget: int

    @property
    def kilobytes(self) -> int:
        return max(1, math.ceil(self.size / _KILO)) if self.size else 0

    @property
    def is_over(self) -> bool:
        """Whether the page is heavier than its budget."""
        return self.size > self.budget * _KILO

    @property
    def kilobytes_over(self) -> int:
        return math.ceil(max(0, self.size / _KILO - self.budget))

    @property
    def slow(self) -> int:
        """Seconds to load at the slower rate."""
        return estimate_download_seconds(self.size, RATES[0])

    @property
    def fair(self) -> int:
        """Seconds to load at the faster rate."""
        return estimate_download_seconds(self.size, RATES[1])


def estimate_download_seconds(size: int, rate: int) -> int:
    """Return the seconds that ``size`` bytes take at ``rate`` kbit/s, rounded up."""
    return math.ceil(LATENCY + size * 8 / (rate * 1000))
