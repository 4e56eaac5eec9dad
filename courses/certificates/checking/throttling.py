"""Slow down whoever guesses on the public pages.

What happens at every look is counted in the cache ``counters``: memory of the process, or
Redis. Codes that no certificate has, names and files are rare and counted where all
processes see it, so that more processes give nobody more guesses.
"""

import hashlib
import ipaddress
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache, caches

if TYPE_CHECKING:
    from django.core.cache.backends.base import BaseCache
    from django.http import HttpRequest

#: Five minutes: the time for which a counter in Django's database cache lives.
WINDOW = 300


@dataclass(frozen=True)
class Limit:
    """So many times in five minutes."""

    name: str
    times: int


LOOKS = Limit(
    "look", 200
)  # from one address, real codes too: a whole office behind one
MISSES = Limit("miss", 20)  # from one address, codes that no certificate has
NAMES = Limit("name", 10)  # names from one address
NAMES_OF_ONE = Limit("name-of-one", 20)  # names for one certificate, from anywhere
FILES = Limit("file", 20)  # files from one address: each costs a second of work

_STOPPED = Limit("stopped", 1)


def may_look(request: "HttpRequest") -> bool:
    """Count a look at a public page and tell whether it may be answered; no query."""
    counters, address = caches["counters"], _address(request)
    seldom = _count(counters, LOOKS, address) <= LOOKS.times
    return seldom and not counters.get(_key(_STOPPED, address))


def note_miss(request: "HttpRequest") -> None:
    """Count a code that no certificate has; after too many, looks are answered no more."""
    address = _address(request)
    if _count(cache, MISSES, address) >= MISSES.times:
        caches["counters"].set(_key(_STOPPED, address), 1, WINDOW)


def may_try_name(request: "HttpRequest", code: str) -> bool:
    """Count a name typed for the certificate with ``code`` and tell whether it is one too many."""
    here = _count(cache, NAMES, _address(request)) <= NAMES.times
    return _count(cache, NAMES_OF_ONE, code) <= NAMES_OF_ONE.times and here


def may_send_file(request: "HttpRequest") -> bool:
    """Count a file sent to be examined and tell whether it is one too many."""
    return _count(cache, FILES, _address(request)) <= FILES.times


def _address(request: "HttpRequest") -> str:
    """Return the reader's address, as sign-in counts it; in IPv6 her whole network."""
    address: str = get_adapter().get_client_ip(request)
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 6:  # noqa: PLR2004 — the version of the protocol
        return str(ipaddress.ip_network(f"{known}/64", strict=False))
    return address


def _count(counters: "BaseCache", limit: Limit, who: str) -> int:
    key = _key(limit, who)
    counters.add(key, 0, WINDOW)
    try:
        return counters.incr(key)
    except ValueError:  # thrown out of a full cache since the line before
        return 1


def _key(limit: Limit, who: str) -> str:
    digest = hashlib.sha256(who.encode()).hexdigest()
    return f"certificates:{limit.name}:{digest}:{int(time.time()) // WINDOW}"
