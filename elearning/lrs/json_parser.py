"""Read JSON that a stranger sent: strictly, and never with a crash."""

import json
import math
from typing import Any, NoReturn

from elearning.lrs.errors import RequestError


def parse_json(body: bytes) -> Any:
    """Return what ``body`` says; raise ``RequestError`` for what is not JSON in UTF-8.

    So are NaN and the infinities, a number too large for a float and a byte order mark.
    An object with a key twice is refused too: readers would not agree on what it says.
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
    """Refuse NaN and the infinities, which JSON does not have."""
    raise ValueError(written)
