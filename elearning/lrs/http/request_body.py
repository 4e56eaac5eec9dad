"""Read the body of a request: all of it or a refusal, and never too much of it."""

from contextlib import suppress
from typing import IO

from django.conf import settings
from django.http import HttpRequest

from elearning.lrs.errors import RequestError, TooLargeError

#: A body of so many bytes is read even where nobody wants it.
_SHORT = 65_536


def read_body(request: HttpRequest) -> bytes:
    """Return the whole body.

    ``HttpRequest.body`` is not used: above Django's own limit it is answered with a
    page. Raises ``TooLargeError`` above the setting ``XAPI_BODY_LIMIT`` (bytes), and
    ``RequestError`` for a sender who left before the end. A body that is too large is
    read up to the limit all the same: most clients listen only when they have spoken.
    """
    limit: int = settings.XAPI_BODY_LIMIT
    length = _announced(request)
    try:
        body = _at_most(limit + 1, _stream(request, length))
    except OSError:
        raise RequestError("The body broke off.") from None
    if len(body) > limit:
        raise TooLargeError(limit)
    if length is not None and len(body) < length:
        raise RequestError(f"The body broke off: {len(body)} of {length} bytes came.")
    return body


def discard_body(request: HttpRequest) -> None:
    """Read away what is left of a short body, as of a request that was refused.

    Otherwise the server closes the connection when it has answered, while the client is
    sending its next request on it.
    """
    length = _announced(request) or 0
    if length <= _SHORT:
        with suppress(OSError):
            _at_most(length, request)


def _announced(request: HttpRequest) -> int | None:
    """Return the length that the sender announced; ``None`` for a body in chunks."""
    written = request.META.get("CONTENT_LENGTH") or ""
    if written.isascii() and written.isdecimal():
        return int(written)
    return None if request.META.get("wsgi.input_terminated") else 0


def _stream(request: HttpRequest, length: int | None) -> "HttpRequest | IO[bytes]":
    """Return what to read from: Django sees no body where no length is announced."""
    chunks: IO[bytes] = request.META["wsgi.input"]
    return chunks if length is None else request


def _at_most(number: int, stream: "HttpRequest | IO[bytes]") -> bytes:
    read = bytearray()
    while len(read) < number and (piece := stream.read(number - len(read))):
        read += piece
    return bytes(read)
