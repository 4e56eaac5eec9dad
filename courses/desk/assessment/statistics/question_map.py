"""The map of questions: facility against discrimination."""

from collections.abc import Iterable
from dataclasses import dataclass

from courses.assessment.statistics import quality_flags
from courses.desk.assessment.statistics.question_statistics_rows import (
    QuestionStatisticsRow,
)

#: The plot area in the picture, in per cent: left, right, top, bottom.
_LEFT, _RIGHT, _TOP, _BOTTOM = 10.0, 99.0, 4.0, 86.0
#: Lower values of discrimination are drawn at the edge.
_LOWEST = -0.5


@dataclass(frozen=True)
class QuestionDot:
    """One question on the map, in per cent of the picture."""

    x: str
    y: str
    is_flagged: bool


@dataclass(frozen=True)
class GateArea:
    """The area within the quality gate, in per cent of the picture."""

    x: str
    y: str
    width: str
    height: str


def build_question_dots(lines: Iterable[QuestionStatisticsRow]) -> list[QuestionDot]:
    """Return a dot for each question with enough answers to be meaningful."""
    return [
        QuestionDot(
            f"{_x(float(known.facility)):.2f}%",
            f"{_y(known.discrimination):.2f}%",
            line.standing.needs_review,
        )
        for line in lines
        if (known := line.standing.together).n >= quality_flags.ENOUGH
        and known.facility is not None
        and known.discrimination is not None
    ]


def build_gate_area() -> GateArea:
    """Return the area of the map in which questions pass the quality gate."""
    low, high = map(float, quality_flags.GATE_FACILITY)
    return GateArea(
        f"{_x(low):.2f}%",
        f"{_y(1):.2f}%",
        f"{_x(high) - _x(low):.2f}%",
        f"{_y(quality_flags.GATE_DISCRIMINATION) - _y(1):.2f}%",
    )


def list_facility_ticks() -> list[tuple[str, float]]:
    """Return the position and value of each label on the lower edge."""
    return [(f"{_x(share):.2f}%", share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)]


def list_discrimination_gridlines() -> list[tuple[str, float]]:
    """Return the position and value of each horizontal gridline."""
    return [(f"{_y(value):.2f}%", value) for value in (0.0, 0.2, 0.5, 1.0)]


def _x(facility: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * facility


def _y(discrimination: float) -> float:
    known = max(discrimination, _LOWEST)
    return _BOTTOM - (_BOTTOM - _TOP) * (known - _LOWEST) / (1 - _LOWEST)
