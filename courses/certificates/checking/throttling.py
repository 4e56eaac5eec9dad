"""Slow down whoever guesses on the public pages."""

import hashlib
import ipaddress
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache

if TYPE_CHECKING:
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


def may_look(request: "HttpRequest") -> bool:
    """Count a look at a public page and tell whether it may be answered."""
    address = _address(request)
    return (
        _count(LOOKS, address) <= LOOKS.times
        and _so_far(MISSES, address) < MISSES.times
    )


def note_miss(request: "HttpRequest") -> None:
    """Count a code that no certificate has."""
    _count(MISSES, _address(request))


def may_try_name(request: "HttpRequest", code: str) -> bool:
    """Count a name typed for the certificate with ``code`` and tell whether it is one too many."""
    here = _count(NAMES, _address(request)) <= NAMES.times
    return _count(NAMES_OF_ONE, code) <= NAMES_OF_ONE.times and here


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


def _count(limit: Limit, who: str) -> int:
    key = _key(limit, who)
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # thrown out of a full cache since the line before
        return 1


def _so_far(limit: Limit, who: str) -> int:
    count: int = cache.get(_key(limit, who), 0)
    return count


def _key(limit: Limit, who: str) -> str:
    digest = hashlib.sha256(who.encode()).hexdigest()
    return f"certificates:{limit.name}:{digest}:{int(time.time()) // WINDOW}"
