"""Results and their scores."""

from typing import Any

from elearning.lrs.spec import values
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.shapes import Shape

_SCORE = Shape(
    "A score",
    "2.4.5.1",
    dict.fromkeys(("scaled", "raw", "min", "max"), values.number),
)


def score(value: Any) -> None:
    """Accept a score inside its own bounds (2.4.5.1)."""
    _SCORE(value)
    if not -1 <= value.get("scaled", 0) <= 1:
        raise SpecError("2.4.5.1", "A scaled score is from -1 to 1.").inside("scaled")
    low, high, raw = value.get("min"), value.get("max"), value.get("raw")
    if low is not None and high is not None and low >= high:
        raise SpecError("2.4.5.1", "The highest score is above the lowest.")
    if raw is not None and (
        (low is not None and raw < low) or (high is not None and raw > high)
    ):
        raise SpecError("2.4.5.1", "This is outside min and max.").inside("raw")


result = Shape(
    "A result",
    "2.4.5",
    {
        "score": score,
        "success": values.boolean,
        "completion": values.boolean,
        "response": values.text,
        "duration": values.duration,
        "extensions": values.extensions,
    },
)
