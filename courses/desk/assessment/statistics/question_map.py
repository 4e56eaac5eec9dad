"""The map of questions: facility against discrimination."""

from collections.abc import Iterable
from dataclasses import dataclass

from courses.assessment.statistics import quality_flags
from courses.desk.assessment.statistics.question_statistics_rows import (
    QuestionStatisticsRow,
)
from courses.desk.kit.plot_area import PlotArea

_AREA = PlotArea(left=10.0, right=99.0, top=4.0)
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
            _AREA.x(float(known.facility)),
            _AREA.y(_scale(known.discrimination)),
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
        _AREA.x(low),
        _AREA.y(1),
        _AREA.width(high - low),
        _AREA.height(1 - _scale(quality_flags.GATE_DISCRIMINATION)),
    )


def list_facility_ticks() -> list[tuple[str, float]]:
    """Return the position and value of each label on the lower edge."""
    return [(_AREA.x(share), share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)]


def list_discrimination_gridlines() -> list[tuple[str, float]]:
    """Return the position and value of each horizontal gridline."""
    return [(_AREA.y(_scale(value)), value) for value in (0.0, 0.2, 0.5, 1.0)]


def _scale(discrimination: float) -> float:
    """Return the height of ``discrimination`` on the map, as a share of the whole."""
    return (max(discrimination, _LOWEST) - _LOWEST) / (1 - _LOWEST)
