"""Results and their scores."""

from collections.abc import Iterator
from typing import Any

from elearning.lrs.spec import values
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.shapes import Part, Shape


def _scaled(value: Any) -> None:
    values.number(value)
    if not -1 <= value <= 1:
        raise SpecError("2.4.5.1", "A scaled score is from -1 to 1.")


def _bounds(score: dict[str, Any]) -> Iterator[SpecError]:
    """Find what of a score is outside its own bounds."""
    low, high, raw = score.get("min"), score.get("max"), score.get("raw")
    if low is not None and high is not None and low >= high:
        wrong = "The highest score is above the lowest."
        yield SpecError("2.4.5.1", wrong, "XAPI-00080", "XAPI-00081")
    elif raw is not None and (
        (low is not None and raw < low) or (high is not None and raw > high)
    ):
        wrong = "This is outside min and max."
        yield SpecError("2.4.5.1", wrong, "XAPI-00082").inside("raw")


score = Shape(
    "A score",
    "2.4.5.1",
    {
        "scaled": Part(_scaled, "XAPI-00083"),
        "raw": Part(values.number, "XAPI-00082"),
        "min": Part(values.number, "XAPI-00081"),
        "max": Part(values.number, "XAPI-00080"),
    },
    rules=[_bounds],
)
result = Shape(
    "A result",
    "2.4.5",
    {
        "score": Part(score, "XAPI-00079"),
        "success": Part(values.boolean, "XAPI-00074"),
        "completion": Part(values.boolean, "XAPI-00075"),
        "response": Part(values.text, "XAPI-00076"),
        "duration": Part(values.duration, "XAPI-00077"),
        "extensions": Part(values.extensions, "XAPI-00078"),
    },
)
