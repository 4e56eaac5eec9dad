"""Reports that are kept: the list, a new one, a changed one, made now, stopped, removed."""

from django.contrib import messages
from django.core.paginator import Paginator
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

from courses.desk import access
from courses.desk.reports.addresses import chosen_of, filters_of, query_of
from courses.desk.reports.forms import ReportForm
from courses.desk.reports.lines import saved_lines
from courses.desk.reports.tabs import tabs
from courses.desk.selecting import select
from courses.reporting import saving
from courses.reporting.errors import ReportError
from courses.reporting.models import SavedReport
from elearning.accounts.requests import SignedInRequest

_PAGE = 30


@require_safe
@access.for_roles(*access.PERSONNEL)
def listed(request: SignedInRequest) -> HttpResponse:
    """List the user's own reports, by their names, each with its newest file."""
    own = SavedReport.objects.visible_to(request.user)
    page = Paginator(own, _PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("My reports"),
        "tabs": tabs("list"),
        "page": page,
        "lines": saved_lines(page.object_list, timezone.now()),
    }
    return render(request, "desk/reports/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def new(request: SignedInRequest) -> HttpResponse:
    """Keep what the address selects as a report."""
    chosen, _selection = select(request.GET, request.user)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            saving.save(query_of(chosen), by=request.user, **form.cleaned_data)
        except ReportError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The report is saved."))
            return redirect("desk:reports:list")
    context = {
        "title": _("Save a report"),
        "form": form,
        "filters": filters_of(chosen),
        "back": f"{reverse('desk:compliance')}?{request.GET.urlencode()}",
    }
    return render(request, "desk/reports/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a report of the user's own, and its schedule."""
    report = _own(request, pk)
    form = ReportForm(request.POST or None, report=report)
    if request.method == "POST" and form.is_valid():
        try:
            saving.change(report, by=request.user, **form.cleaned_data)
        except ReportError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The report is changed."))
            return redirect("desk:reports:list")
    context = {
        "title": _("Change a report"),
        "report": report,
        "form": form,
        "filters": filters_of(chosen_of(report.query, request.user)),
        "back": reverse("desk:reports:list"),
    }
    return render(request, "desk/reports/form.html", context)


@require_POST
@access.for_roles(*access.PERSONNEL)
def make(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have a report made as of today."""
    run = saving.make_now(_own(request, pk), by=request.user)
    messages.success(
        request,
        _("The report is being made. A notification tells you when it is ready."),
    )
    return redirect("desk:reports:file", run.key)


@require_POST
@access.for_roles(*access.PERSONNEL)
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """End the schedule of a report."""
    saving.stop(_own(request, pk), by=request.user)
    messages.success(
        request, _("The report is made only when you ask for it. Its files stay.")
    )
    return redirect("desk:reports:list")


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a report of the user's own, after asking."""
    report = _own(request, pk)
    if request.method == "POST":
        saving.remove(report, by=request.user)
        messages.success(
            request, _("The report is removed. Its files stay for their week.")
        )
        return redirect("desk:reports:list")
    return render(request, "desk/reports/remove.html", {"report": report})


def _own(request: SignedInRequest, pk: int) -> SavedReport:
    return get_object_or_404(SavedReport.objects.visible_to(request.user), pk=pk)
