"""Rate limits by address, which an establishment may share, counted without a lock.

allauth counts behind a lock and refuses clients that wait for it longer than a second:
of 500 people behind one address who signed in at once, some were refused with the right
password. Here two simultaneous attempts may count as one.
"""

import time
from collections.abc import Iterable

from allauth.account import app_settings
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.core.cache import cache
from django.http import HttpRequest

APP = "allauth.account"


def consume_attempt(request: HttpRequest, action: str) -> bool:
    """Count an attempt from this address, and tell whether ``action`` allows it.

    ``action`` names limits by address in ``ACCOUNT_RATE_LIMITS``.
    """
    counted = [(_count(request, action, rate), rate) for rate in _rates(action)]
    return all(number <= rate.amount for number, rate in counted)


def take_attempt(
    request: HttpRequest, limits: Iterable[tuple[str, str]]
) -> RateLimitUsage | None:
    """Count an attempt for each of ``limits``, an action and a key; return how to undo it.

    ``None`` if a limit is reached; later limits then count nothing. Counted by allauth,
    behind a lock.
    """
    usage: list[ratelimit.SingleRateLimitUsage] = []
    for action, key in limits:
        config = app_settings.RATE_LIMITS
        taken = ratelimit.consume(
            request, app=APP, action=action, config=config, key=key
        )
        if taken is None:
            return None
        usage += taken.usage
    return RateLimitUsage(usage)


def is_limit_reached(request: HttpRequest, action: str, *, key: str) -> bool:
    """Tell whether the limit of ``action`` that allauth counts is reached; counts nothing."""
    return not all(
        ratelimit.apply_rate(
            cache.get(_name(request, action, rate, key), []),
            time.time(),
            rate,
            dry_run=True,
        )[0]
        for rate in _rates(action)
    )


def _count(request: HttpRequest, action: str, rate: ratelimit.Rate) -> int:
    window = int(time.time() // rate.duration)
    name = f"{_name(request, action, rate)}:{window}"
    cache.add(name, 0, rate.duration)
    try:
        return int(cache.incr(name))
    except ValueError:  # evicted from a full cache since the line above
        return 1


def _rates(action: str) -> list[ratelimit.Rate]:
    found: list[ratelimit.Rate] = ratelimit.get_rates(
        app=APP, action=action, config=app_settings.RATE_LIMITS
    )
    return found


def _name(
    request: HttpRequest, action: str, rate: ratelimit.Rate, key: str | None = None
) -> str:
    return str(
        ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
    )
