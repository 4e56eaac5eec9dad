"""Who is valid, due, in grace or expired, by place, post and course, on any day."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.compliance.periods.reading import behind
from courses.compliance.standing import State
from courses.compliance.summary import Row
from courses.desk import access, tables
from courses.desk.heat import heat_map
from courses.desk.purposes import Kind, purpose_of
from courses.desk.selecting import ReportFilter, select
from courses.desk.tables import address
from courses.reporting.forecasting import forecast
from courses.reporting.readings import readings
from courses.reporting.selecting import Selection
from courses.reporting.suppressing import SMALLEST
from courses.reporting.tabulating import Report, courses_of, named, posts_of
from courses.reporting.tallying import backlog
from elearning.accounts.requests import SignedInRequest
from elearning.interface.templatetags.interface import STATES


@require_safe
@access.for_roles(*access.PERSONNEL)
def compliance(request: SignedInRequest) -> HttpResponse:
    """Show the numbers of the remit; the address alone reproduces the page."""
    form, selection = select(request.GET, request.user, ReportFilter)
    purpose = purpose_of(request, Kind.NUMBERS)
    report = Report(selection, is_open=purpose is not None)
    query = request.GET
    total = report.total
    context = {
        "form": form,
        "is_filtered": bool(form.errors)
        or any(query.get(name) for name in form.fields),
        "behind": behind(),
        "selection": selection,
        "purpose": purpose,
        "is_withheld": report.is_withheld,
        "smallest": SMALLEST,
        "here": request.get_full_path(),
        "way": [
            (address("compliance", query, establishment=place.code), place.title)
            for place in report.places.way_to(report.cut.place)[:-1]
        ],
        "about": about(selection, report),
        "total": total,
        "stats": [tables.stat(query, total, state) for state in tables.SHOWN],
        "aside": tables.aside(total),
        "updates": backlog(
            selection.places,
            on=selection.on,
            post=selection.post,
            course=selection.course,
        ).updates,
        "updates_url": address("people", query, update="on"),
        "readings": readings(report),
        "forecast": forecast(report),
        "export_url": address("export", query),
        "people_url": address("people", query),
    }
    return render(
        request, "desk/compliance.html", context | _tables(report, query, total)
    )


def about(selection: Selection, report: Report) -> list[str]:
    """Return what the report is about, in words: the place and the filters that are set."""
    state = selection.state
    parts = (selection.post, selection.course)
    return [
        *([report.cut.place.title] if report.cut.place else []),
        *(str(part.title) for part in parts if part is not None),
        *([str(STATES[state].words)] if state else []),
    ]


def _tables(report: Report, query: QueryDict, total: Row) -> dict[str, Any]:
    """Return what the page shows of the tables by place, post and course."""
    state = report.selection.state
    columns = tables.columns_of([total], state)
    sort = query.get("sort", "name")
    found = report.tables
    places = tables.own(named(found["place"].rows, report.groups), report.cut.place)
    is_many = len(report.groups) > 1

    def report_of(row: Row) -> str:
        if is_many and row.key == report.cut.place:
            return ""
        return address("compliance", query, establishment=row.key.code)

    def people_at(row: Row, one: State) -> str:
        if is_many and row.key == report.cut.place:
            return ""
        return address("people", query, establishment=row.key.code, state=one.value)

    context: dict[str, Any] = {
        "places": tables.lines(
            tables.in_order(places, sort),
            columns,
            people=people_at,
            report=report_of if is_many else people_of_place(query),
        ),
        "all": tables.lines(
            [total],
            columns,
            people=lambda _row, one: address("people", query, state=one.value),
        )[0],
        "headings": tables.headings(query, _("Establishment"), columns, sort),
        "finding": tables.late_finding(places, report.selection.on),
    }
    if "post" in found:
        rows = posts_of(found["post"].rows)
        context["posts_finding"] = tables.due_finding(rows)
        context["posts"] = tables.lines(
            rows,
            columns,
            people=lambda row, one: address(
                "people", query, post=row.key.code, state=one.value
            ),
            report=lambda row: address("compliance", query, post=row.key.code),
        )
    if "course" in found:
        rows = courses_of(found["course"].rows)
        context["courses_finding"] = tables.course_finding(rows)
        context["courses"] = tables.lines(
            rows,
            columns,
            people=lambda row, one: address(
                "people", query, course=row.key.code, state=one.value
            ),
            report=lambda row: address("compliance", query, course=row.key.code),
        )
        context["map"] = heat_map(
            report,
            sorted((row.key for row in rows), key=lambda course: course.code),
            lambda place, course: address(
                "compliance", query, establishment=place.code, course=course.code
            ),
        )
    return context


def people_of_place(query: QueryDict) -> Any:
    """Return the address of the people of a row, where there is nothing to go down to."""
    return lambda row: address("people", query, establishment=row.key.code)
