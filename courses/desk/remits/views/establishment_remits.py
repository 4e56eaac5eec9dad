"""Remits over parts of the service: listed, granted, ended."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.kit import access
from courses.desk.kit.form_page import FormPage, build_crumbs, handle_form_page
from courses.desk.kit.list_page import paginate_rows
from courses.desk.remits.forms import RemitEndForm, RemitFilter, RemitGrantForm
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.errors import StaffError
from elearning.staff.models import Remit
from elearning.staff.remit_grants import end_remit, grant_remit


@require_safe
@access.require_role(Role.ADMINISTRATOR)
def list_remits(request: SignedInRequest) -> HttpResponse:
    """List remits by service number; administrators see numbers but no names."""
    form = RemitFilter(request.GET)
    form.is_valid()
    found = _chosen(Remit.objects.visible_to(request.user), form.cleaned_data)
    found = found.select_related("user", "establishment")
    found = found.order_by("user__staff_number", "role", "starts_on", "pk")
    page = paginate_rows(request, found)
    context = {
        "title": _("Remits"),
        "form": form,
        "page": page,
        "today": timezone.localdate(),
    }
    return render(request, "desk/remits/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def add_remit(request: SignedInRequest) -> HttpResponse:
    """Grant somebody else a remit over a part of the service."""
    form = RemitGrantForm(request.POST or None)
    page = FormPage(
        _("Grant a remit"),
        _("Grant the remit"),
        crumbs=_crumbs(),
        intro=_(
            "The person holds the role from the first day, and loses it "
            "after the last day of their last remit in it. You cannot grant "
            "a remit to yourself."
        ),
    )

    def act(given: dict[str, Any]) -> str:
        who, role, place = (
            given.pop(name) for name in ("number", "role", "establishment")
        )
        grant_remit(who, role, place, by=request.user, **given)
        return _("Remit granted.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def enter_remit_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter the last day of a remit, with a reason."""
    seen = Remit.objects.visible_to(request.user).filter(_lasting())
    remit = get_object_or_404(seen.select_related("user", "establishment"), pk=pk)
    page = FormPage(
        _("End the remit"),
        crumbs=_crumbs(),
        about=f"{remit.user.staff_number} · {remit.get_role_display()}",
        what=remit.establishment.title,
        intro=_(
            "The remit still applies on its last day. What was done under it "
            "stays on record."
        ),
        is_danger=True,
    )

    def act(given: dict[str, Any]) -> str:
        end_remit(remit, by=request.user, **given)
        return _("Last day of the remit recorded.")

    form = RemitEndForm(request.POST or None)
    return handle_form_page(request, form, page, act, StaffError)


def _crumbs() -> list[tuple[str, str]]:
    return build_crumbs(("desk:remits", _("Remits")))


def _lasting() -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())


def _chosen(found: Any, given: dict[str, Any]) -> Any:
    if not given.get("ended"):
        found = found.filter(_lasting())
    if given.get("role"):
        found = found.filter(role=given["role"])
    if given.get("establishment"):
        found = found.filter(establishment=given["establishment"])
    return found
