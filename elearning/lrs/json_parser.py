"""Strict and crash-free parsing of JSON from unknown senders."""

import json
import math
from typing import Any, NoReturn

from elearning.lrs.errors import RequestError


def parse_json(body: bytes) -> Any:
    """Return the parsed ``body``; raise ``RequestError`` unless it is JSON in UTF-8.

    NaN and the infinities, numbers too large for a float and a byte order mark are
    refused. So are duplicate keys, because readers would not agree on their value.
    """
    try:
        return json.loads(
            body.decode(),
            parse_float=_finite,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError):
        raise RequestError("The body is not JSON in UTF-8.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise RequestError("An object of the body has a key twice.")
    return content


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        raise ValueError(written)
    return value


def _refuse_constant(written: str) -> NoReturn:
    raise ValueError(written)
