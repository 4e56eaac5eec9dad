"""Forecast of course seats needed, by place and month, from passes that expire soon."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from courses.compliance.standing_summary import Column, SummaryRow
from courses.compliance.status import StandingState
from courses.reporting.report_tables import (
    ComplianceReport,
    TableScope,
    Withheld,
    withhold_small_numbers,
)
from courses.reporting.standing_tally import BY, ExpiringPasses, forecast_expiries
from elearning.staff.models import Establishment

#: The length of a forecast in days.
DAYS = 90


@dataclass(frozen=True)
class SeatNeed:
    """The seats that one place needs in each month; ``None`` is withheld."""

    place: Establishment | None
    seats: list[int | None]
    whole: int | None


@dataclass(frozen=True)
class SeatForecast:
    """The months of a forecast, the needs of places, and the total."""

    months: list[date]
    needs: list[SeatNeed]
    total: SeatNeed
    until: date


def forecast_seats(report: ComplianceReport, *, days: int = DAYS) -> SeatForecast:
    """Return the seats that the places of ``report`` need in the next ``days`` days.

    A seat is needed for each person whose pass expires. The place with the greatest
    need comes first, withheld ones last.
    """
    seats = SeatReport(report, days)
    table = seats.tables["place"]
    rows = {row.key: row for row in table.rows}
    needs = [
        _need(place, rows[place.pk], seats.months)
        for place in report.groups
        if place.pk in rows
    ]
    needs.sort(key=lambda need: (need.whole is None, -(need.whole or 0)))
    return SeatForecast(
        seats.months, needs, _need(None, table.total, seats.months), seats.until
    )


class SeatReport(ComplianceReport):
    """The tables of a report by month of expiry instead of state.

    Seats are withheld whichever table is combined with others. Most people who are due
    are those whose pass expires soon: if a row of the report withholds the number due,
    its seats are withheld too, since one number would reveal the other.
    """

    def __init__(self, report: ComplianceReport, days: int) -> None:
        super().__init__(report.selection, is_open=report.is_open, places=report.places)
        self._report, self._days = report, days
        self.until = report.selection.on + timedelta(days=days - 1)
        self.months = _months(report.selection.on, self.until)

    def _sides(self) -> list[str]:
        return ["place"] if self.is_open else super()._sides()

    @cached_property
    def _expiring(self) -> list[ExpiringPasses]:
        """The passes of the whole remit that expire in the days of the forecast."""
        return forecast_expiries(
            self.places.tops, on=self.selection.on, days=self._days, by=BY
        )

    def _counted(self, cut: TableScope, side: str) -> list[Any]:
        under = self.places.under(cut.place)
        return [
            one
            for one in self._expiring
            if one.establishment in under and cut.post in {None, one.post}
        ]

    def _column_of(self, one: Any) -> Column:
        month: date = one.month
        return month

    def _protected(
        self,
        cut: TableScope,
        side: str,
        rows: list[SummaryRow],
        total: SummaryRow,
        kept: Withheld,
    ) -> tuple[list[SummaryRow], SummaryRow]:
        hidden = self._report.withheld_in(cut, side)
        rows = [_few_where_due_is_withheld(row, hidden.get(row.key)) for row in rows]
        total = _few_where_due_is_withheld(total, hidden[None])
        return withhold_small_numbers(rows, total, kept, [(self.months, True, ())])


def _few_where_due_is_withheld(row: SummaryRow, hidden: Withheld | None) -> SummaryRow:
    return replace(row, people=0) if hidden and StandingState.DUE in hidden else row


def _need(place: Establishment | None, row: SummaryRow, months: list[date]) -> SeatNeed:
    return SeatNeed(place, [row.number(month) for month in months], row.whole)


def _months(first: date, last: date) -> list[date]:
    found = [first.replace(day=1)]
    while found[-1].replace(day=28) + timedelta(days=4) <= last:
        found.append((found[-1].replace(day=28) + timedelta(days=4)).replace(day=1))
    return [month for month in found if month <= last]
