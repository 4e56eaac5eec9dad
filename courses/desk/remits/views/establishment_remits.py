"""Remits: who looks after which part of the service, granting one, ending one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.kit import access
from courses.desk.remits.forms import RemitEndForm, RemitFilter, RemitGrantForm
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.errors import StaffError
from elearning.staff.models import Remit
from elearning.staff.remit_grants import end_remit, grant_remit

_PAGE = 50


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def list_remits(request: SignedInRequest) -> HttpResponse:
    """List remits by service number; administrators see numbers and no names."""
    form = RemitFilter(request.GET)
    form.is_valid()
    found = _chosen(Remit.objects.visible_to(request.user), form.cleaned_data)
    found = found.select_related("user", "establishment")
    found = found.order_by("user__staff_number", "role", "starts_on", "pk")
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Remits"),
        "form": form,
        "page": page,
        "today": access.get_today(),
    }
    return render(request, "desk/remits/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def add_remit(request: SignedInRequest) -> HttpResponse:
    """Give somebody else a part of the service to look after."""
    form = RemitGrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            grant_remit(
                given["number"],
                given["role"],
                given["establishment"],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                reason=given["reason"],
                by=request.user,
            )
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The remit is granted."))
            return redirect("desk:remits")
    return render(request, "desk/remits/grant.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def enter_remit_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a remit on a day, after asking and with a reason."""
    seen = Remit.objects.visible_to(request.user).filter(_lasting())
    remit = get_object_or_404(seen.select_related("user", "establishment"), pk=pk)
    form = RemitEndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_remit(remit, by=request.user, **form.cleaned_data)
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The last day of the remit is noted."))
            return redirect("desk:remits")
    return render(request, "desk/remits/end.html", {"remit": remit, "form": form})


def _lasting() -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=access.get_today())


def _chosen(found: Any, given: dict[str, Any]) -> Any:
    if not given.get("ended"):
        found = found.filter(_lasting())
    if given.get("role"):
        found = found.filter(role=given["role"])
    if given.get("establishment"):
        found = found.filter(establishment=given["establishment"])
    return found
