"""Reading of request bodies, completely and within the size limit."""

from contextlib import suppress
from typing import IO

from django.conf import settings
from django.http import HttpRequest

from elearning.lrs.errors import RequestError, TooLargeError

#: The maximum size of an unwanted body that is read anyway.
_SHORT = 65_536


def read_body(request: HttpRequest) -> bytes:
    """Return the whole body.

    ``HttpRequest.body`` is not used, because Django answers with a page above its own
    limit. Raises ``TooLargeError`` above the setting ``XAPI_BODY_LIMIT`` (bytes), and
    ``RequestError`` if the client disconnected early. A body that is too large is still
    read up to the limit, because most clients read the response only after sending.
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
    """Read and discard the rest of a short body, such as of a refused request.

    Otherwise the server closes the connection after its response, while the client is
    sending its next request on it.
    """
    length = _announced(request) or 0
    if length <= _SHORT:
        with suppress(OSError):
            _at_most(length, request)


def _announced(request: HttpRequest) -> int | None:
    """Return the Content-Length; ``None`` for a chunked body."""
    written = request.META.get("CONTENT_LENGTH") or ""
    if written.isascii() and written.isdecimal():
        return int(written)
    return None if request.META.get("wsgi.input_terminated") else 0


def _stream(request: HttpRequest, length: int | None) -> "HttpRequest | IO[bytes]":
    """Return the stream to read: Django sees no body without a Content-Length."""
    chunks: IO[bytes] = request.META["wsgi.input"]
    return chunks if length is None else request


def _at_most(number: int, stream: "HttpRequest | IO[bytes]") -> bytes:
    read = bytearray()
    while len(read) < number and (piece := stream.read(number - len(read))):
        read += piece
    return bytes(read)
