"""What the personnel office sees first: four numbers, what needs action, where it goes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.compliance.periods.reading import behind
from courses.compliance.summary import LATE
from courses.desk import tables
from courses.desk.purposes import Kind, purpose_of
from courses.desk.selecting import select
from courses.desk.tables import address
from courses.reporting.forecasting import Forecast, forecast
from courses.reporting.suppressing import SMALLEST
from courses.reporting.tabulating import Report, courses_of, named, posts_of
from courses.reporting.tallying import backlog
from courses.reporting.trending import Point, trend
from elearning.accounts.requests import SignedInRequest

#: So many positions and courses are shown; the report has all.
SHORT = 5


@dataclass(frozen=True)
class Bar:
    """A month of the trend, placed; lengths are per cent, ready for SVG attributes."""

    point: Point
    x: str
    middle: str
    y: str
    height: str
    is_labelled: bool


def personnel(request: SignedInRequest) -> dict[str, Any]:
    """Return the dashboard of the remit of whoever asks."""
    query = QueryDict()
    _form, selection = select(query, request.user)
    purpose = purpose_of(request, Kind.NUMBERS)
    report = Report(selection, is_open=purpose is not None)
    total = report.total
    behindhand = backlog(selection.places, on=selection.on)
    late = behindhand.late
    needed, points = forecast(report), trend(report)
    return {
        "is_personnel": True,
        "behind": behind(),
        "purpose": purpose,
        "is_withheld": report.is_withheld,
        "smallest": SMALLEST,
        "here": request.get_full_path(),
        "day": selection.on,
        "total": total,
        "stats": [tables.stat(query, total, state) for state in tables.SHOWN],
        "late": late,
        "late_is_withheld": purpose is None
        and (0 < late < SMALLEST or bool(total.withheld & LATE)),
        "updates": behindhand.updates,
        "forecast": needed,
        "forecast_finding": forecast_finding(needed),
        "months": bars(points),
        "trend_finding": trend_finding(points),
    } | _charts(report, query)


def _charts(report: Report, query: QueryDict) -> dict[str, Any]:
    columns = tables.columns_of([report.total], None)
    found = report.tables
    places = tables.own(named(found["place"].rows, report.groups), report.cut.place)
    posts = posts_of(found["post"].rows)
    courses = courses_of(found["course"].rows)
    sides = {
        "establishment": tables.most_urgent(places),
        "post": tables.most_urgent(posts, SHORT),
        "course": tables.most_urgent(courses, SHORT),
    }
    charts = {
        f"{side}_lines": tables.lines(
            rows,
            columns,
            people=lambda _row, _state: "",
            report=lambda row, side=side: address(  # type: ignore[misc]
                "compliance", query, **{side: row.key.code}
            ),
        )
        for side, rows in sides.items()
    }
    return charts | {
        "all": tables.lines([report.total], columns, people=lambda _row, _state: "")[0],
        "places_finding": tables.late_finding(places, report.selection.on),
        "posts_finding": tables.due_finding(posts),
        "courses_finding": tables.course_finding(courses),
    }


def bars(points: list[Point]) -> list[Bar]:
    """Return the months side by side, from zero to all; every third says its share."""
    step = 100 / max(len(points), 1)
    found = []
    for place, point in enumerate(points):
        share = point.share or 0
        left = place * step
        found.append(
            Bar(
                point=point,
                x=f"{left + step * 0.12:.2f}%",
                middle=f"{left + step / 2:.2f}%",
                y=f"{86 - share * 0.72:.2f}%",
                height=f"{share * 0.72:.2f}%",
                is_labelled=(len(points) - 1 - place) % 3 == 0,
            )
        )
    return found


def trend_finding(points: list[Point]) -> str:
    """Say in one sentence how the share has gone."""
    told = [point for point in points if point.share is not None]
    if len(told) < 2:
        return _("Too little may be told of the past months to show how they went")
    first, last = told[0], told[-1]
    numbers = {
        "then": first.share,
        "now": last.share,
        "month": _month(first.on),
    }
    if first.share == last.share:
        return _("%(now)d%% are valid, as at the end of %(month)s") % numbers
    return _("%(now)d%% are valid; at the end of %(month)s it was %(then)d%%") % numbers


def forecast_finding(found: Forecast) -> str:
    """Say in one sentence where most seats are needed."""
    told = [need for need in found.needs if need.whole]
    if not found.needs:
        return ""
    if not told:
        return _("How many seats are needed in the next 90 days is withheld")
    most = max(told, key=lambda need: need.whole or 0)
    return _("%(place)s needs the most seats in the next 90 days: %(seats)d") % {
        "place": most.place.title if most.place else "",
        "seats": most.whole,
    }


def _month(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")
