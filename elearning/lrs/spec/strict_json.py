"""Strict parsing of JSON, as the specification demands."""

import json
import math
from collections.abc import Callable
from typing import Any, NoReturn


def load_strict_json(
    text: str, build_object: Callable[[list[tuple[str, Any]]], dict[str, Any]]
) -> Any:
    """Return the parsed ``text``; ``build_object`` makes an object of its pairs.

    Raises ``ValueError`` also for NaN, the infinities and numbers too large for a
    float, and ``RecursionError`` for deep nesting.
    """
    return json.loads(
        text,
        object_pairs_hook=build_object,
        parse_float=_finite,
        parse_constant=_refuse_constant,
    )


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        raise ValueError(written)
    return value


def _refuse_constant(written: str) -> NoReturn:
    raise ValueError(written)
