"""Saved reports: listed, added, edited, run, unscheduled, removed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.desk.kit import access
from courses.desk.kit.filter_fields import select_standings
from courses.desk.kit.form_page import FormPage, build_crumbs, render_form, submit_form
from courses.desk.kit.list_page import paginate_rows
from courses.desk.reports.forms import SavedReportForm
from courses.desk.reports.report_rows import build_report_tabs, list_saved_report_rows
from courses.desk.reports.saved_report_filters import (
    describe_report_filters,
    format_report_query,
    parse_report_filter,
)
from courses.reporting import saved_reports
from courses.reporting.errors import ReportError
from courses.reporting.models import SavedReport
from elearning.accounts.signed_in_request import SignedInRequest

_PAGE = 30


@require_safe
@access.require_role(*access.PERSONNEL)
def list_saved_reports(request: SignedInRequest) -> HttpResponse:
    """List the user’s own reports by name, each with its newest file."""
    own = SavedReport.objects.visible_to(request.user)
    page = paginate_rows(request, own, _PAGE)
    context = {
        "title": _("My reports"),
        "tabs": build_report_tabs("list"),
        "page": page,
        "lines": list_saved_report_rows(page.object_list, timezone.now()),
    }
    return render(request, "desk/reports/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def add_saved_report(request: SignedInRequest) -> HttpResponse:
    """Save what the address selects as a report."""
    chosen, _selection = select_standings(request.GET, request.user)
    form = SavedReportForm(request.POST or None)
    page = FormPage(
        _("Save a report"),
        _("Save the report"),
        crumbs=_crumbs(),
        back=f"{reverse('desk:compliance')}?{request.GET.urlencode()}",
        back_label=_("Back"),
    )

    def act(given: dict[str, Any]) -> str:
        query = format_report_query(chosen)
        saved_reports.save_report(query, by=request.user, **given)
        return _("Report saved.")

    if done := submit_form(request, form, act, ReportError, "desk:reports:list"):
        return done
    filters = describe_report_filters(chosen)
    context = {"form": form, "page": page, "filters": filters}
    return render_form(request, "desk/reports/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def edit_saved_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change one of the user’s own reports, and its schedule."""
    report = _own(request, pk)
    form = SavedReportForm(request.POST or None, report=report)
    page = FormPage(
        _("Change a report"),
        _("Save the report"),
        crumbs=_crumbs(),
        back_label=_("Back"),
    )

    def act(given: dict[str, Any]) -> str:
        saved_reports.change_report(report, by=request.user, **given)
        return _("Report changed.")

    if done := submit_form(request, form, act, ReportError, page.back_url):
        return done
    chosen = parse_report_filter(report.query, request.user)
    context = {"form": form, "page": page, "filters": describe_report_filters(chosen)}
    return render_form(request, "desk/reports/form.html", context)


def _crumbs() -> list[tuple[str, str]]:
    return build_crumbs(("desk:reports:list", _("My reports")))


@require_POST
@access.require_role(*access.PERSONNEL)
def run_saved_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Run a report as of today."""
    run = saved_reports.order_saved_report(_own(request, pk), by=request.user)
    messages.success(
        request,
        _(
            "The report is being prepared. You will get a notification when "
            "it is ready."
        ),
    )
    return redirect("desk:reports:file", run.key)


@require_POST
@access.require_role(*access.PERSONNEL)
def stop_report_schedule(request: SignedInRequest, pk: int) -> HttpResponse:
    """End the schedule of a report."""
    saved_reports.stop_schedule(_own(request, pk), by=request.user)
    messages.success(
        request,
        _("The report is now prepared only when you ask for it. Its files stay."),
    )
    return redirect("desk:reports:list")


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def remove_saved_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove one of the user’s own reports, after confirmation."""
    report = _own(request, pk)
    if request.method == "POST":
        saved_reports.remove_report(report, by=request.user)
        messages.success(
            request, _("Report removed. Its files stay until their week is over.")
        )
        return redirect("desk:reports:list")
    return render(request, "desk/reports/remove.html", {"report": report})


def _own(request: SignedInRequest, pk: int) -> SavedReport:
    return get_object_or_404(SavedReport.objects.visible_to(request.user), pk=pk)
