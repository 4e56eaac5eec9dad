"""Results and their scores."""

from collections.abc import Iterator
from typing import Any

from elearning.lrs.spec import value_checks
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.schemas import ObjectSchema, PropertySchema


def _scaled(value: Any) -> None:
    value_checks.check_number(value)
    if not -1 <= value <= 1:
        raise SpecError("2.4.5.1", "A scaled score is from -1 to 1.")


def _bounds(score: dict[str, Any]) -> Iterator[SpecError]:
    low, high, raw = score.get("min"), score.get("max"), score.get("raw")
    if low is not None and high is not None and low >= high:
        wrong = "The highest score is above the lowest."
        yield SpecError("2.4.5.1", wrong, "XAPI-00080", "XAPI-00081")
    elif raw is not None and (
        (low is not None and raw < low) or (high is not None and raw > high)
    ):
        wrong = "This is outside min and max."
        yield SpecError("2.4.5.1", wrong, "XAPI-00082").inside("raw")


score = ObjectSchema(
    "A score",
    "2.4.5.1",
    {
        "scaled": PropertySchema(_scaled, "XAPI-00083"),
        "raw": PropertySchema(value_checks.check_number, "XAPI-00082"),
        "min": PropertySchema(value_checks.check_number, "XAPI-00081"),
        "max": PropertySchema(value_checks.check_number, "XAPI-00080"),
    },
    rules=[_bounds],
)
result = ObjectSchema(
    "A result",
    "2.4.5",
    {
        "score": PropertySchema(score, "XAPI-00079"),
        "success": PropertySchema(value_checks.check_boolean, "XAPI-00074"),
        "completion": PropertySchema(value_checks.check_boolean, "XAPI-00075"),
        "response": PropertySchema(value_checks.check_text, "XAPI-00076"),
        "duration": PropertySchema(value_checks.check_duration, "XAPI-00077"),
        "extensions": PropertySchema(value_checks.extensions, "XAPI-00078"),
    },
)
