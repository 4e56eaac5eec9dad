"""Exports of statements: ordered, followed, downloaded."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.compliance.answer_key_access import record_course_key_views
from courses.desk.kit import access
from courses.desk.kit.form_page import submit_form
from courses.desk.records.record_state_looks import get_export_look
from courses.desk.records.record_tabs import build_record_tabs
from courses.desk.records.target_forms import StatementExportForm
from courses.records.errors import ExportError
from courses.records.export import export_jobs as files
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest

_SHOWN = 30
_OPEN = frozenset({"waiting", "running"})


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def list_statement_exports(request: SignedInRequest) -> HttpResponse:
    """List the newest exports, and take an order for another."""
    form = StatementExportForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        since, until = form.span
        files.order_export(given["kind"], since, until, by=request.user)
        return _(
            "Export requested. You can leave this page; the file will appear here."
        )

    if done := submit_form(
        request, form, act, ExportError, "desk:records:exports", field="until"
    ):
        return done
    lines = [
        {
            "job": job,
            "look": get_export_look(job.state),
            "is_open": job.state in _OPEN,
            "is_ready": job.state == "done",
        }
        for job in files.list_export_jobs()[:_SHOWN]
    ]
    context = {
        "tabs": build_record_tabs("exports"),
        "form": form,
        "lines": lines,
        "is_busy": any(line["is_open"] for line in lines),
    }
    return render(request, "desk/records/exports.html", context)


@require_POST
@access.require_role(Role.ADMINISTRATOR)
def cancel_statement_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cancel an export."""
    job = get_object_or_404(files.list_export_jobs(), pk=pk)
    files.cancel_export(job, by=request.user)
    if job.state == "cancelled":
        messages.success(request, _("Export cancelled."))
    else:
        messages.info(
            request, _("This export had already finished, so nothing has changed.")
        )
    return redirect("desk:records:exports")


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def download_statement_export(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Return the file of an export.

    The download is audited, and counts as a view of the answer keys of its courses.
    """
    job = get_object_or_404(files.list_export_jobs(), pk=pk)
    try:
        with transaction.atomic():
            path = files.get_export_file(job, by=request.user)
            record_course_key_views(request.user, files.list_examined_courses(job))
        file = path.open("rb")
    except (ExportError, FileNotFoundError):
        messages.error(request, _("This export has no file. Request it again."))
        return redirect("desk:records:exports")
    return FileResponse(file, as_attachment=True, filename=job.name)
