"""The heat map of a report: establishments by courses, each cell a share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courses.compliance.standing_summary import SummaryRow
from courses.compliance.status import StandingState
from courses.models import Course
from courses.reporting.cell_suppression import SMALLEST
from courses.reporting.report_tables import ComplianceReport
from elearning.staff.models import Establishment

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class HeatMapBand:
    """A band of shares from ``least`` per cent: its words, shape and colour state.

    The fuller the shape, the larger the share.
    """

    least: int
    words: "_StrPromise"
    icon: str
    state: str


BANDS = (
    HeatMapBand(90, _("90% or more"), "circle", "valid"),
    HeatMapBand(70, _("70 to 89%"), "half-circle", "due"),
    HeatMapBand(50, _("50 to 69%"), "quarter-circle", "grace"),
    HeatMapBand(0, _("under 50%"), "ring", "expired"),
)


@dataclass(frozen=True)
class HeatMapCell:
    """A place and a course: the band, and the numbers if they may be shown.

    ``row`` is ``None`` if the course is not required; ``band`` is ``None`` also if the
    share is withheld because few people are behind it.
    """

    row: SummaryRow | None
    band: HeatMapBand | None
    url: str
    is_open: bool

    @property
    def valid(self) -> int:
        return self.row.counts[StandingState.VALID] if self.row else 0


@dataclass(frozen=True)
class HeatMap:
    """The courses as columns, and the cells of each place."""

    courses: list[Course]
    rows: list[tuple[Establishment, list[HeatMapCell]]]


def build_heat_map(
    report: ComplianceReport,
    courses: list[Course],
    url: Callable[[Establishment, Course], str],
) -> HeatMap:
    """Return the map of ``report`` for ``courses``; ``url`` links each cell."""
    grid = report.grid()
    rows = []
    for place in report.groups:
        cells = [
            _cell(grid.get((place.pk, course.pk)), url(place, course), report)
            for course in courses
        ]
        if any(cell.row for cell in cells):
            rows.append((place, cells))
    return HeatMap(courses, rows)


def _cell(row: SummaryRow | None, url: str, report: ComplianceReport) -> HeatMapCell:
    if row is None or not row.required:
        return HeatMapCell(None, None, "", report.is_open)
    if row.people < SMALLEST and not report.is_open:
        return HeatMapCell(row, None, url, is_open=False)
    share = 100 * row.counts[StandingState.VALID] / row.required
    band = next(one for one in BANDS if share >= one.least)
    return HeatMapCell(row, band, url, report.is_open)
