"""Keys of statements, made of milliseconds, process number and counter.

``milliseconds << 20 | process << 8 | counter``: keys grow with time, so that one index
gives the order of storing, ``since``, ``until`` and the position of a cursor.
"""

import os
import secrets
import threading
import time
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIME_BITS = 20
_COUNTER_BITS = 8
_PER_MILLISECOND = 1 << _COUNTER_BITS


class _Clock:
    """Issues increasing keys of this process, even if the clock goes back."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Choose a random number for this process, one of 4,096."""
        self._lock = threading.Lock()
        self._process = secrets.randbelow(1 << (_TIME_BITS - _COUNTER_BITS))
        self._last = 0

    def take(self, number: int) -> list[int]:
        with self._lock:
            now = time.time_ns() // 1_000_000 << _COUNTER_BITS
            first = max(now, self._last + 1)
            self._last = first + number - 1
        return [self._key(tick) for tick in range(first, first + number)]

    def _key(self, tick: int) -> int:
        milliseconds, counter = divmod(tick, _PER_MILLISECOND)
        return milliseconds << _TIME_BITS | self._process << _COUNTER_BITS | counter


_clock = _Clock()


def renew_process_number() -> None:
    """Take a new process number, as a process that has just started."""
    _clock.begin()


os.register_at_fork(after_in_child=renew_process_number)


def allocate_keys(number: int) -> list[int]:
    """Return ``number`` new keys in order."""
    return _clock.take(number)


def compute_first_key(moment: datetime) -> int:
    """Return the lowest key of the millisecond of ``moment``."""
    return (moment - _EPOCH) // timedelta(milliseconds=1) << _TIME_BITS


def compute_first_key_after(moment: datetime) -> int:
    """Return the lowest key of the millisecond after that of ``moment``."""
    return compute_first_key(moment + timedelta(milliseconds=1))


def decode_moment(key: int) -> datetime:
    """Return when the statement with ``key`` was stored, to the millisecond."""
    return _EPOCH + timedelta(milliseconds=key >> _TIME_BITS)


def format_timestamp(moment: datetime) -> str:
    """Return a moment as statements write it: UTC, RFC 3339, three decimals."""
    utc = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return utc.replace("+00:00", "Z")
