"""Rate limits of credentials, per minute of the clock.

Requests are counted in the memory of the process, so that counting is cheap and writes
no shared row. With several web processes a credential may therefore reach its rate in
each of them, and a restart starts again: the limit keeps a runaway client from crowding
out others, and is not for billing.
"""

import threading
from collections import Counter
from datetime import datetime

from elearning.lrs.errors import RateError
from elearning.lrs.models import Credential

_MINUTE = 60


class _Window:
    """The requests of the present minute, by the key of their credential."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: Counter[str] = Counter()

    def count(self, key: str, minute: int) -> int:
        with self._lock:
            if minute > self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[key] += 1
            return self._counts[key]


_window = _Window()


def check_request_rate(credential: Credential, *, at: datetime) -> None:
    """Count a request of ``credential``; raise ``RateError`` beyond its rate."""
    if credential.rate is None:
        return
    minute, second = divmod(int(at.timestamp()), _MINUTE)
    if _window.count(credential.key, minute) > credential.rate:
        raise RateError(
            f"This credential may send {credential.rate} requests a minute. "
            f"Wait {_MINUTE - second} seconds.",
            seconds=_MINUTE - second,
        )
