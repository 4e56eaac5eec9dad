"""The valid share of standings, month by month."""

from dataclasses import dataclass
from datetime import date

from courses.compliance.standing_summary import COUNTED_WITH, SummaryRow
from courses.compliance.status import StandingState
from courses.reporting.report_tables import ComplianceReport
from courses.reporting.standing_tally import StandingCount, tally_month_ends

MONTHS = 12

#: A share of a past month is rounded so that at least this many numbers give it; half
#: as many for a share of none or all.
_ALIKE = 10
#: Rounding steps of shares, in per cent, the finest first.
_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class TrendPoint:
    """A day with its valid share, in per cent, and the numbers behind it.

    ``None`` is withheld.
    """

    on: date
    share: int | None
    valid: int | None = None
    required: int | None = None


def build_standing_trend(
    report: ComplianceReport, *, months: int = MONTHS
) -> list[TrendPoint]:
    """Return the standings of ``report`` at the end of each month, and on its own day.

    On its own day, the numbers are those of the report. For days before, an open report
    has all numbers; others have only shares, rounded so that nothing can be inferred
    from them and a report of such a day.
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
    """Return the valid share of ``row``, rounded so that several numbers give it.

    ``None`` if there are too few even for the largest step.
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
