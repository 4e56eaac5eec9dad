"""The compliance report: valid, due, in grace or expired by place, post and course."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.compliance.periods.period_lookup import find_oldest_rebuild_request
from courses.compliance.standing_summary import SummaryRow
from courses.compliance.status import StandingState
from courses.desk.compliance import compliance_tables
from courses.desk.compliance.compliance_tables import get_filtered_url
from courses.desk.compliance.heat_map import build_heat_map
from courses.desk.kit import access
from courses.desk.kit.disclosure_purposes import DisclosureKind, find_purpose
from courses.desk.kit.filter_fields import ComplianceReportFilter, select_standings
from courses.reporting.cell_suppression import SMALLEST
from courses.reporting.guideline_readings import count_guideline_readings
from courses.reporting.report_selection import ReportSelection
from courses.reporting.report_tables import (
    ComplianceReport,
    label_course_rows,
    label_post_rows,
    label_rows,
)
from courses.reporting.seat_forecast import forecast_seats
from courses.reporting.standing_tally import count_backlog
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.interface.state_looks import STATES


@require_safe
@access.require_role(*access.PERSONNEL)
def show_compliance_report(request: SignedInRequest) -> HttpResponse:
    """Show the numbers of the remit on any day; the address alone reproduces the page."""
    form, selection = select_standings(
        request.GET, request.user, ComplianceReportFilter
    )
    purpose = find_purpose(request, DisclosureKind.NUMBERS)
    report = ComplianceReport(selection, is_open=purpose is not None)
    query = request.GET
    total = report.total
    context = {
        "form": form,
        "is_filtered": bool(form.errors)
        or any(query.get(name) for name in form.fields),
        "behind": find_oldest_rebuild_request(),
        "selection": selection,
        "purpose": purpose,
        "is_withheld": report.is_withheld,
        "smallest": SMALLEST,
        "here": request.get_full_path(),
        "way": [
            (
                get_filtered_url("compliance", query, establishment=place.code),
                place.title,
            )
            for place in report.places.way_to(report.cut.place)[:-1]
        ],
        "about": describe_selection(selection, report),
        "total": total,
        "stats": [
            compliance_tables.build_state_figure(query, total, state)
            for state in compliance_tables.SHOWN
        ],
        "aside": compliance_tables.list_absent_and_exempt(total),
        "updates": count_backlog(
            selection.places,
            on=selection.on,
            post=selection.post,
            course=selection.course,
        ).updates,
        "updates_url": get_filtered_url("people", query, update="on"),
        "readings": count_guideline_readings(report),
        "forecast": forecast_seats(report),
        "export_url": get_filtered_url("export", query),
        "people_url": get_filtered_url("people", query),
    }
    return render(
        request, "desk/compliance.html", context | _tables(report, query, total)
    )


def describe_selection(
    selection: ReportSelection, report: ComplianceReport
) -> list[str]:
    """Return the subject of the report in words: the place and the filters set."""
    state = selection.state
    parts = (selection.post, selection.course)
    return [
        *([report.cut.place.title] if report.cut.place else []),
        *(str(part.title) for part in parts if part is not None),
        *([str(STATES[state].words)] if state else []),
    ]


def _tables(
    report: ComplianceReport, query: QueryDict, total: SummaryRow
) -> dict[str, Any]:
    """Return the tables by place, post and course, as template context."""
    state = report.selection.state
    columns = compliance_tables.list_state_columns([total], state)
    sort = query.get("sort", "name")
    found = report.tables
    places = compliance_tables.label_own_row(
        label_rows(found["place"].rows, report.groups), report.cut.place
    )
    is_many = len(report.groups) > 1

    def report_of(row: SummaryRow) -> str:
        if is_many and row.key == report.cut.place:
            return ""
        return get_filtered_url("compliance", query, establishment=row.key.code)

    def people_at(row: SummaryRow, one: StandingState) -> str:
        if is_many and row.key == report.cut.place:
            return ""
        return get_filtered_url(
            "people", query, establishment=row.key.code, state=one.value
        )

    context: dict[str, Any] = {
        "places": compliance_tables.build_table_rows(
            compliance_tables.sort_table_rows(places, sort),
            columns,
            people=people_at,
            report=report_of if is_many else build_people_link(query),
        ),
        "all": compliance_tables.build_table_rows(
            [total],
            columns,
            people=lambda _row, one: get_filtered_url("people", query, state=one.value),
        )[0],
        "headings": compliance_tables.build_column_headings(
            query, _("Establishment"), columns, sort
        ),
        "finding": compliance_tables.format_overdue_finding(
            places, report.selection.on
        ),
    }
    if "post" in found:
        rows = label_post_rows(found["post"].rows)
        context["posts_finding"] = compliance_tables.format_due_finding(rows)
        context["posts"] = compliance_tables.build_table_rows(
            rows,
            columns,
            people=lambda row, one: get_filtered_url(
                "people", query, post=row.key.code, state=one.value
            ),
            report=lambda row: get_filtered_url("compliance", query, post=row.key.code),
        )
    if "course" in found:
        rows = label_course_rows(found["course"].rows)
        context["courses_finding"] = compliance_tables.format_course_finding(rows)
        context["courses"] = compliance_tables.build_table_rows(
            rows,
            columns,
            people=lambda row, one: get_filtered_url(
                "people", query, course=row.key.code, state=one.value
            ),
            report=lambda row: get_filtered_url(
                "compliance", query, course=row.key.code
            ),
        )
        context["map"] = build_heat_map(
            report,
            sorted((row.key for row in rows), key=lambda course: course.code),
            lambda place, course: get_filtered_url(
                "compliance", query, establishment=place.code, course=course.code
            ),
        )
    return context


def build_people_link(query: QueryDict) -> Any:
    """Return a function from a row to the address of its list of people."""
    return lambda row: get_filtered_url("people", query, establishment=row.key.code)
