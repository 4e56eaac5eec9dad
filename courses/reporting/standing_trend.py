"""How the share of what is valid went, month by month."""

from dataclasses import dataclass
from datetime import date

from courses.compliance.standing_summary import COUNTED_WITH, SummaryRow
from courses.compliance.status import StandingState
from courses.reporting.report_tables import ComplianceReport
from courses.reporting.standing_tally import StandingCount, tally_month_ends

MONTHS = 12

#: A share of a past month is told so roughly that so many numbers give it; half as many
#: where it is nothing or all.
_ALIKE = 10
#: The steps of shares, in per cent, the finest first.
_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class TrendPoint:
    """A day with the share of what is valid, in per cent, and the numbers behind it.

    What is ``None`` is withheld.
    """

    on: date
    share: int | None
    valid: int | None = None
    required: int | None = None


def build_standing_trend(
    report: ComplianceReport, *, months: int = MONTHS
) -> list[TrendPoint]:
    """Return how what ``report`` is about stood at the end of each month, the last on its day.

    Of its day it tells what the report tells. Of the days before, an open one tells all;
    another tells shares alone, rounded so far that nothing follows from them and from the
    report of such a day.
    """
    selection, cut = report.selection, report.cut
    found = tally_month_ends(
        [cut.place] if cut.place else report.places.tops,
        months=months - 1,
        before=selection.on,
        post=selection.post,
        course=selection.course,
    )
    rows = {day: _row(counts) for day, counts in found.items()}
    past = [
        _told(day, row) if report.is_open else TrendPoint(day, round_valid_share(row))
        for day, row in rows.items()
    ]
    return [*past, _told(selection.on, report.total)]


def round_valid_share(row: SummaryRow) -> int | None:
    """Return the valid share of ``row`` in steps that several numbers fall into.

    ``None`` where even the largest step is too fine for so few.
    """
    for step in _STEPS:
        if row.required * step >= _ALIKE * 100:
            share = 100 * row.counts[StandingState.VALID] / row.required
            return step * round(share / step)
    return None


def _told(day: date, row: SummaryRow) -> TrendPoint:
    return TrendPoint(day, row.valid_share, row.number(StandingState.VALID), row.whole)


def _row(counts: list[StandingCount]) -> SummaryRow:
    row = SummaryRow("")
    for one in counts:
        row.counts[COUNTED_WITH.get(one.state, one.state)] += one.number
    return row
