"""Take the compliance list out: at once, or made in the background where it is long."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk import access
from courses.desk.exporting import ExportForm, export
from courses.desk.reports.addresses import query_of
from courses.desk.selecting import select
from courses.desk.tables import address
from courses.reporting import running
from courses.reporting.errors import ReportError, TooLongError
from elearning.accounts.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def export_list(request: SignedInRequest) -> HttpResponseBase:
    """Ask what the list is for, then hand it out, or have it made where it is long."""
    chosen, selection = select(request.GET, request.user)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            return export(selection, **given)
        except TooLongError:
            query = query_of(chosen)
            running.order(query, selection.on, by=request.user, **given)
            return _ordered(request)
        except ReportError as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "selection": selection,
        "back": address("compliance", request.GET),
    }
    return render(request, "desk/export.html", context)


def _ordered(request: SignedInRequest) -> HttpResponse:
    messages.success(
        request,
        _(
            "The list is long, so it is made in the background. You can leave: a "
            "notification tells you when it is ready."
        ),
    )
    return redirect("desk:reports:files")
