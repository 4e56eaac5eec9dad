"""The dashboard of the personnel office: key figures, urgent work, trend, forecast."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.compliance.periods.period_lookup import find_oldest_rebuild_request
from courses.compliance.standing_summary import LATE
from courses.desk.compliance import compliance_tables
from courses.desk.compliance.compliance_tables import get_filtered_url
from courses.desk.kit.disclosure_purposes import DisclosureKind, find_purpose
from courses.desk.kit.filter_fields import select_standings
from courses.desk.kit.plot_area import ChartColumn, PlotArea
from courses.reporting.cell_suppression import SMALLEST
from courses.reporting.report_tables import (
    ComplianceReport,
    label_course_rows,
    label_post_rows,
    label_rows,
)
from courses.reporting.seat_forecast import SeatForecast, forecast_seats
from courses.reporting.standing_tally import count_backlog
from courses.reporting.standing_trend import TrendPoint, build_standing_trend
from elearning.accounts.signed_in_request import SignedInRequest

#: The maximum number of positions and courses; the report lists all.
SHORT = 5


@dataclass(frozen=True)
class TrendBar:
    """A month of the trend as a column."""

    point: TrendPoint
    shape: ChartColumn
    is_labelled: bool


def build_personnel_dashboard(request: SignedInRequest) -> dict[str, Any]:
    """Return the dashboard of the user’s remit, as template context."""
    query = QueryDict()
    _form, selection = select_standings(query, request.user)
    purpose = find_purpose(request, DisclosureKind.NUMBERS)
    report = ComplianceReport(selection, is_open=purpose is not None)
    total = report.total
    behindhand = count_backlog(selection.places, on=selection.on)
    late = behindhand.late
    needed, points = forecast_seats(report), build_standing_trend(report)
    return {
        "is_personnel": True,
        "behind": find_oldest_rebuild_request(),
        "purpose": purpose,
        "is_withheld": report.is_withheld,
        "smallest": SMALLEST,
        "here": request.get_full_path(),
        "day": selection.on,
        "total": total,
        "stats": [
            compliance_tables.build_state_figure(query, total, state)
            for state in compliance_tables.SHOWN
        ],
        "late": late,
        "late_is_withheld": purpose is None
        and (0 < late < SMALLEST or bool(total.withheld & LATE)),
        "updates": behindhand.updates,
        "forecast": needed,
        "forecast_finding": format_forecast_finding(needed),
        "months": build_trend_bars(points),
        "trend_finding": format_trend_finding(points),
    } | _charts(report, query)


def _charts(report: ComplianceReport, query: QueryDict) -> dict[str, Any]:
    columns = compliance_tables.list_state_columns([report.total], None)
    found = report.tables
    places = compliance_tables.label_own_row(
        label_rows(found["place"].rows, report.groups), report.cut.place
    )
    posts = label_post_rows(found["post"].rows)
    courses = label_course_rows(found["course"].rows)
    sides = {
        "establishment": compliance_tables.sort_by_overdue(places),
        "post": compliance_tables.sort_by_overdue(posts, SHORT),
        "course": compliance_tables.sort_by_overdue(courses, SHORT),
    }
    charts = {
        f"{side}_lines": compliance_tables.build_table_rows(
            rows,
            columns,
            people=lambda _row, _state: "",
            report=lambda row, side=side: get_filtered_url(  # type: ignore[misc]
                "compliance", query, **{side: row.key.code}
            ),
        )
        for side, rows in sides.items()
    }
    return charts | {
        "all": compliance_tables.build_table_rows(
            [report.total], columns, people=lambda _row, _state: ""
        )[0],
        "places_finding": compliance_tables.format_overdue_finding(
            places, report.selection.on
        ),
        "posts_finding": compliance_tables.format_due_finding(posts),
        "courses_finding": compliance_tables.format_course_finding(courses),
    }


def build_trend_bars(points: list[TrendPoint]) -> list[TrendBar]:
    """Return a bar for each month on a scale of 0 to 100%; every third is labelled."""
    return [
        TrendBar(
            point,
            PlotArea().place_column(
                place, len(points), (point.share or 0) / 100, width=0.06
            ),
            is_labelled=(len(points) - 1 - place) % 3 == 0,
        )
        for place, point in enumerate(points)
    ]


def format_trend_finding(points: list[TrendPoint]) -> str:
    """Return a sentence on how the share of valid standings has changed."""
    told = [point for point in points if point.share is not None]
    if len(told) < 2:
        return _("Too little data can be shown for past months to display a trend")
    first, last = told[0], told[-1]
    numbers = {
        "then": first.share,
        "now": last.share,
        "month": _month(first.on),
    }
    if first.share == last.share:
        return _("%(now)d%% are valid, the same as at the end of %(month)s") % numbers
    return _("%(now)d%% are valid; at the end of %(month)s, %(then)d%% were") % numbers


def format_forecast_finding(found: SeatForecast) -> str:
    """Return a sentence on where most seats are needed."""
    told = [need for need in found.needs if need.whole]
    if not found.needs:
        return ""
    if not told:
        return _("The number of seats needed in the next 90 days is withheld")
    most = max(told, key=lambda need: need.whole or 0)
    return _("%(place)s needs the most seats in the next 90 days: %(seats)d") % {
        "place": most.place.title if most.place else "",
        "seats": most.whole,
    }


def _month(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")
