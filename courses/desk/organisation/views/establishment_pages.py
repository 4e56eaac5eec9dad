"""The tree of establishments, and the page of one of them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.kit import access
from courses.desk.kit.disclosure_purposes import (
    DisclosureKind,
    PurposeForm,
    find_purpose,
    record_purpose,
)
from courses.desk.kit.form_page import build_crumbs
from courses.desk.kit.list_page import paginate_rows
from courses.desk.organisation.establishment_headcounts import (
    build_establishment_tree,
    count_people_under,
)
from courses.desk.organisation.forms import MINISTRY, ORGANISATION
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import Appointment, Establishment, Relocation


@require_safe
@access.require_role(*access.PERSONNEL)
def show_establishment_tree(request: SignedInRequest) -> HttpResponse:
    """Show the establishments of the remit as a tree, and list the closed ones."""
    tops, closed = build_establishment_tree(request.user, timezone.localdate())
    context = {
        "tops": tops,
        "closed": closed,
        "is_ministry": request.user.has_role(*MINISTRY),
    }
    return render(request, "desk/organisation/tree.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def show_establishment(request: SignedInRequest, code: str) -> HttpResponse:
    """Show an establishment and its history; with a purpose, also its people.

    A purpose holds for an hour, for all lists of names. Reading a list is audited.
    """
    seen = Establishment.objects.visible_to(request.user)
    here: Establishment = get_object_or_404(seen, code=code)
    asked = PurposeForm(request.POST or None)
    if request.method == "POST" and asked.is_valid():
        words = asked.cleaned_data["purpose"]
        record_purpose(request, DisclosureKind.NAMES, words, establishment=here.code)
        return redirect("desk:organisation:place", here.code)
    on = timezone.localdate()
    above = list(here.get_ancestors().filter(pk__in=seen.values("pk")))
    within = list(here.get_descendants())
    under = [one for one in within if one.depth == here.depth + 1]
    counts = count_people_under([here, *within], on)
    context = {
        "place": here,
        "crumbs": [*build_crumbs(ORGANISATION), *_way(above)],
        "under": [(one, counts[one.path]) for one in under],
        "people_under": counts[here.path],
        "page": _people(request, here),
        "form": asked,
        "moves": _moves(here),
        "today": on,
        "is_open": here.was_open(on),
        "may_change": _may_change(request, here),
    }
    return render(request, "desk/organisation/place.html", context)


def _people(request: SignedInRequest, here: Establishment) -> Any:
    """Return a page of people who work there; nothing if no list of names is open."""
    if find_purpose(request, DisclosureKind.NAMES) is None:
        return None
    page = paginate_rows(request, _serving(here))
    audit_log.record_action(
        "staff.list_viewed",
        by=request.user,
        people=len(page.object_list),
        establishment=here.code,
    )
    return page


def _serving(here: Establishment) -> Any:
    """Return the appointments there that hold today or begin later."""
    rows = Appointment.objects.filter(establishment=here)
    rows = rows.exclude(ends_on__lt=timezone.localdate()).select_related(
        "staff_member", "post"
    )
    names = ("family_name", "given_name", "staff_number")
    return rows.order_by(*(f"staff_member__{name}" for name in names), "pk")


def _moves(here: Establishment) -> Any:
    rows = Relocation.objects.filter(establishment=here)
    return rows.select_related("parent_before", "parent_after").order_by(
        "-moves_on", "-pk"
    )


def _way(places: list[Establishment]) -> list[tuple[str, str]]:
    return [
        (reverse("desk:organisation:place", args=[one.code]), one.title)
        for one in places
    ]


def _may_change(request: SignedInRequest, here: Establishment) -> bool:
    """Tell whether the user may change the structure there as ministry officer."""
    if not request.user.has_role(*MINISTRY):
        return False
    mine = Establishment.objects.visible_to(request.user, roles=MINISTRY)
    return bool(mine.filter(pk=here.pk).exists())
