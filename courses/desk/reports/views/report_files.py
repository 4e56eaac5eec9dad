"""Report files: listed with their state, and downloaded."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.desk.kit import access
from courses.desk.kit.file_export import get_media_type
from courses.desk.kit.list_page import paginate_rows
from courses.desk.reports.report_rows import ReportFileRow, build_report_tabs
from courses.reporting import report_runs
from courses.reporting.errors import ReportError
from courses.reporting.models import ReportRun
from elearning.accounts.signed_in_request import SignedInRequest

_PAGE = 30


@require_safe
@access.require_role(*access.PERSONNEL)
def list_report_files(request: SignedInRequest) -> HttpResponse:
    """List the user’s own files, newest first."""
    own = ReportRun.objects.visible_to(request.user)
    page = paginate_rows(request, own, _PAGE)
    now = timezone.now()
    context = {
        "title": _("Report files"),
        "tabs": build_report_tabs("files"),
        "page": page,
        "lines": [ReportFileRow(run, now) for run in page],
        "is_busy": any(run.state in ReportRun.OPEN for run in page),
    }
    return render(request, "desk/reports/files.html", context)


@require_safe
@access.require_role(*access.PERSONNEL)
def show_report_file(request: SignedInRequest, key: str) -> HttpResponse:
    """Show a file: its content, its last day, and the link to download it."""
    run = get_object_or_404(ReportRun.objects.visible_to(request.user), key=key)
    line = ReportFileRow(run, timezone.now())
    refused = line.is_ready and not report_runs.is_within_remit(run, request.user)
    context = {"line": line, "run": run, "is_refused": refused}
    return render(request, "desk/reports/file.html", context)


@require_safe
@access.require_role(*access.PERSONNEL)
def download_report_file(request: SignedInRequest, key: str) -> HttpResponseBase:
    """Return a file as a download; the audit log has who took it and why."""
    run = get_object_or_404(ReportRun.objects.visible_to(request.user), key=key)
    try:
        opened = report_runs.fetch_report_file(run, by=request.user)
    except ReportError as error:
        messages.error(request, str(error))
        return redirect("desk:reports:file", key)
    return FileResponse(
        opened,
        as_attachment=True,
        filename=run.name,
        content_type=get_media_type(run.kind),
    )
