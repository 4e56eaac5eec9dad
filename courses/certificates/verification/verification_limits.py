"""Rate limits of the public verification pages.

Page views are counted in the cache ``counters``: process memory, or Redis. Unknown
codes, names and files are rare, and counted where all processes see them, so that more
processes do not allow more guesses, and under a lock, so that simultaneous guesses do
not either.
"""

import hashlib
import time
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import consume as take
from django.core.cache import caches
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from elearning.accounts.client_addresses import read_client_network
from elearning.accounts.rate_limits import APP, is_limit_reached

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.cache.backends.base import BaseCache
    from django.http import HttpRequest

#: The window of all limits in seconds: five minutes.
WINDOW = 300


@dataclass(frozen=True)
class RequestLimit:
    """A number of requests in five minutes."""

    name: str
    times: int


LOOKS = RequestLimit(
    "look", 200
)  # from one address, valid codes too: a whole office may share it
FETCHES = RequestLimit(
    "fetch", 1000
)  # key and status list requests of programs, from one address

_MISS = "certificate_miss"
_STOPPED = RequestLimit("stopped", 1)


def allow_page_view(request: "HttpRequest") -> bool:
    """Count a view of a public page and tell whether to answer it; no query."""
    counters, address = caches["counters"], read_client_network(request)
    seldom = _count(counters, LOOKS, address) <= LOOKS.times
    return seldom and not counters.get(_key(_STOPPED, address))


def limit_machine_requests(
    view: "Callable[..., HttpResponse]",
) -> "Callable[..., HttpResponse]":
    """Count machine requests to ``view`` and refuse them beyond the limit."""

    @wraps(view)
    def answer(request: "HttpRequest", *args: Any, **kwargs: Any) -> HttpResponse:
        address = read_client_network(request)
        if _count(caches["counters"], FETCHES, address) <= FETCHES.times:
            return view(request, *args, **kwargs)
        told = _("There were too many requests. Wait five minutes, then try again.")
        return JsonResponse(
            {"detail": told},
            status=HTTPStatus.TOO_MANY_REQUESTS,
            headers={"Retry-After": str(WINDOW), "Access-Control-Allow-Origin": "*"},
            json_dumps_params={"ensure_ascii": False},
        )

    return answer


def count_unknown_code(request: "HttpRequest") -> None:
    """Count an unknown code; after too many, page views are refused."""
    address = read_client_network(request)
    take(request, app=APP, action=_MISS, key=address, limit_get=True)
    if is_limit_reached(request, _MISS, key=address):
        caches["counters"].set(_key(_STOPPED, address), 1, WINDOW)


def allow_name_attempt(request: "HttpRequest", code: str) -> bool:
    """Count a name typed for the certificate with ``code`` and tell whether to compare it.

    A refused address uses up nothing of the limit of the certificate.
    """
    address = read_client_network(request)
    return bool(
        ratelimit.consume(request, action="certificate_name", key=address)
        and ratelimit.consume(request, action="certificate_name_of_one", key=code)
    )


def allow_file_upload(request: "HttpRequest") -> bool:
    """Count an uploaded file and tell whether to examine it."""
    address = read_client_network(request)
    return bool(ratelimit.consume(request, action="certificate_file", key=address))


def _count(counters: "BaseCache", limit: RequestLimit, who: str) -> int:
    key = _key(limit, who)
    counters.add(key, 0, WINDOW)
    try:
        return counters.incr(key)
    except ValueError:  # evicted from a full cache since the line above
        return 1


def _key(limit: RequestLimit, who: str) -> str:
    digest = hashlib.sha256(who.encode()).hexdigest()
    return f"certificates:{limit.name}:{digest}:{int(time.time()) // WINDOW}"
