"""The network address of a client, for rate limits."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

type _Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: A Unix socket has no address, and is reached from this machine only.
_LOCAL = ipaddress.IPv4Address("127.0.0.1")


def read_client_address(request: HttpRequest) -> str:
    """Return the address of the client, by ``X-Forwarded-For`` of trusted proxies.

    Each proxy appends the address of its client. Only as many entries are trusted as
    there are proxies of ours; a client may forge those further to the left.
    """
    return str(_address(request))


def read_client_network(request: HttpRequest) -> str:
    """Return the address, or in IPv6 the network, as a client may choose any address in it."""
    address = _address(request)
    if isinstance(address, ipaddress.IPv6Address):
        bits = settings.ALLAUTH_RATE_LIMIT_IPV6_PREFIX
        return str(ipaddress.ip_network((address, bits), strict=False))
    return str(address)


def _address(request: HttpRequest) -> _Address:
    peer = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = [*(hop for hop in forwarded if hop.strip()), peer]
    client = hops[-1 - min(settings.ALLAUTH_TRUSTED_PROXY_COUNT, len(hops) - 1)]
    return _parsed(client) or _parsed(peer) or _LOCAL


def _parsed(hop: str) -> _Address | None:
    """Parse an address, also with a port: ``10.0.0.1:5000``, ``[2001:db8::1]:5000``."""
    host = hop.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
