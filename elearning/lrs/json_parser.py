"""Strict and crash-free parsing of JSON from unknown senders."""

from typing import Any

from elearning.lrs.errors import RequestError
from elearning.lrs.spec.strict_json import load_strict_json


def parse_json(body: bytes) -> Any:
    """Return the parsed ``body``; raise ``RequestError`` unless it is JSON in UTF-8.

    NaN and the infinities, numbers too large for a float and a byte order mark are
    refused. So are duplicate keys, because readers would not agree on their value.
    """
    try:
        return load_strict_json(body.decode(), _object)
    except (ValueError, RecursionError):
        raise RequestError("The body is not JSON in UTF-8.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise RequestError("An object of the body has a key twice.")
    return content
