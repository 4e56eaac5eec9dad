"""Export of the compliance list, at once or, if it is long, in the background."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk.compliance.compliance_tables import get_filtered_url
from courses.desk.kit import access
from courses.desk.kit.file_export import (
    ListExportForm,
    build_export_page,
    build_standings_download,
)
from courses.desk.kit.filter_fields import select_standings
from courses.desk.kit.form_page import handle_form_page
from courses.desk.reports.saved_report_filters import format_report_query
from courses.reporting import report_runs
from courses.reporting.errors import ReportError, TooManyLinesError
from elearning.accounts.signed_in_request import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def export_compliance_list(request: SignedInRequest) -> HttpResponseBase:
    """Ask for a purpose, then return the list; a long one is made in the background."""
    chosen, selection = select_standings(request.GET, request.user)
    form = ListExportForm(request.POST or None)
    back = get_filtered_url("compliance", request.GET)
    page = build_export_page(selection.on, back)

    def act(given: dict[str, Any]) -> HttpResponseBase:
        try:
            return build_standings_download(selection, **given)
        except TooManyLinesError:
            query = format_report_query(chosen)
            report_runs.order_report(query, selection.on, by=request.user, **given)
            return _ordered(request)

    return handle_form_page(request, form, page, act, ReportError)


def _ordered(request: SignedInRequest) -> HttpResponse:
    messages.success(
        request,
        _(
            "This is a long list, so it is being prepared in the background. "
            "You can leave this page: you will get a notification when it is "
            "ready."
        ),
    )
    return redirect("desk:reports:files")
