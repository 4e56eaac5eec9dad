"""Read JSON that a stranger sent: strictly, and never with a crash."""

import json
import math
from typing import Any, NoReturn

from elearning.lrs.errors import RequestError


def parse_json(body: bytes) -> Any:
    """Return what ``body`` says; raise ``RequestError`` for what is not JSON."""
    try:
        return json.loads(
            body.decode(), parse_float=_finite, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError):
        raise RequestError("The body is not JSON in UTF-8.") from None


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        raise ValueError(written)
    return value


def _refuse_constant(written: str) -> NoReturn:
    """Refuse NaN and the infinities, which JSON does not have."""
    raise ValueError(written)
