"""A persistent HTTP connection with limited waiting times."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import (
    HTTPConnection,
    HTTPResponse,
    HTTPSConnection,
    RemoteDisconnected,
)
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings

from courses.records.forwarding.delivery_errors import DeliveryError

_LONGEST_ANSWER = 1_000_000
_STALE = (RemoteDisconnected, BrokenPipeError, ConnectionResetError)

type Exchange = tuple[HTTPResponse, bytes]


def is_allowed_address(address: str) -> bool:
    """Return whether the configuration allows sending to ``address``.

    Its origin, with or without the port, must be in ``LRS_TARGETS`` (ASVS 13.2.4).
    """
    url = urlsplit(address)
    host = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname
    plain = f"{url.scheme}://{host}"
    return not {plain, f"{plain}:{url.port}"}.isdisjoint(settings.LRS_TARGETS)


class StoreConnection:
    """A connection to the server of ``address``, kept open between requests.

    ``timeout`` in seconds applies to connecting, and again to each response; ``before``
    is called before each request. Redirects are not followed, and proxies not used.
    Raises ``DeliveryError`` for an address that is not allowed.
    """

    def __init__(
        self, address: str, *, timeout: float, before: Callable[[], None]
    ) -> None:
        if not is_allowed_address(address):
            raise DeliveryError("unlisted")
        url = urlsplit(address.rstrip("/"))
        connect = HTTPSConnection if url.scheme == "https" else HTTPConnection
        self._connection = connect(url.hostname or "", url.port, timeout=timeout)
        self._path = url.path
        self._timeout = timeout
        self._before = before

    def ask(
        self, method: str, resource: str, headers: Mapping[str, str], body: bytes | None
    ) -> Exchange:
        """Send a request and return the response with at most a megabyte of its body.

        It is sent again once if the other side had closed the connection in the
        meantime. Raises ``OSError`` and ``HTTPException`` without a response.
        """
        self._before()
        is_reused = self._connection.sock is not None
        try:
            return self._exchange(method, resource, headers, body)
        except _STALE:
            self.close()
            if not is_reused:
                raise
            return self._exchange(method, resource, headers, body)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection; the next request would reconnect."""
        self._connection.close()

    def _exchange(
        self, method: str, resource: str, headers: Mapping[str, str], body: bytes | None
    ) -> Exchange:
        connection = self._connection
        if connection.sock is None:
            connection.connect()
        with _no_longer(connection.sock, self._timeout):
            connection.request(method, f"{self._path}/{resource}", body, headers)
            response = connection.getresponse()
            data = response.read(_LONGEST_ANSWER)
        if not response.isclosed():
            self.close()  # the rest of this response would precede the next one
        return response, data


@contextmanager
def _no_longer(connected: socket.socket, seconds: float) -> Iterator[None]:
    """End an exchange after ``seconds``, however slowly its bytes arrive."""
    timer = Timer(seconds, _hang_up, [connected])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)
