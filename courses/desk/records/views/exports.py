"""Exports of statements: order one, see how far it is, take it away."""

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

from courses.compliance.key_looks import note_course_looks
from courses.desk import access
from courses.desk.records.looks import export_look
from courses.desk.records.tabs import tabs
from courses.desk.records.target_forms import ExportForm
from courses.records import exports as files
from courses.records.errors import ExportError
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role

_SHOWN = 30
_OPEN = frozenset({"waiting", "running"})


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.ADMINISTRATOR)
def exports(request: SignedInRequest) -> HttpResponse:
    """List the newest exports, and order one more."""
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        since, until = form.span
        try:
            files.order(form.cleaned_data["kind"], since, until, by=request.user)
        except ExportError as error:
            form.add_error("until", str(error))
        else:
            messages.success(
                request, _("The export is ordered. You can leave; it is written here.")
            )
            return redirect("desk:records:exports")
    lines = [
        {
            "job": job,
            "look": export_look(job.state),
            "is_open": job.state in _OPEN,
            "is_ready": job.state == "done",
        }
        for job in files.jobs()[:_SHOWN]
    ]
    context = {
        "tabs": tabs("exports"),
        "form": form,
        "lines": lines,
        "is_busy": any(line["is_open"] for line in lines),
    }
    return render(request, "desk/records/exports.html", context)


@require_POST
@access.for_roles(Role.ADMINISTRATOR)
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop writing an export."""
    job = get_object_or_404(files.jobs(), pk=pk)
    files.cancel(job, by=request.user)
    if job.state == "cancelled":
        messages.success(request, _("The export is cancelled."))
    else:
        messages.info(request, _("This export was over already; it stays as it is."))
    return redirect("desk:records:exports")


@require_safe
@access.for_roles(Role.ADMINISTRATOR)
def download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Hand over the file of an export; the audit log keeps who took it, and which keys."""
    job = get_object_or_404(files.jobs(), pk=pk)
    try:
        with transaction.atomic():
            path = files.fetch(job, by=request.user)
            note_course_looks(request.user, files.courses_examined(job))
        file = path.open("rb")
    except (ExportError, FileNotFoundError):
        messages.error(request, _("This export has no file. Order it again."))
        return redirect("desk:records:exports")
    return FileResponse(file, as_attachment=True, filename=job.name)
