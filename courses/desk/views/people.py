"""The list of people, what needs action first."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from courses.compliance.standing import Standing
from courses.desk import access
from courses.desk.accounts import search
from courses.desk.selecting import select
from courses.reporting.selecting import Selection
from elearning.accounts.requests import SignedInRequest
from elearning.audit import trail
from elearning.staff.models import StaffMember

_PAGE = 50


class SearchForm(forms.Form):
    """Words to find somebody by; posted, so that no name is left in an address."""

    words = forms.CharField(
        label=_("Service number or family name"),
        max_length=100,
        error_messages={
            "required": _("Type a service number or the start of a family name.")
        },
    )


@dataclass(frozen=True)
class Line:
    """One person of the list with her most urgent standing."""

    person: StaffMember
    standing: Standing
    others: int
    is_open: bool


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def people(request: SignedInRequest) -> HttpResponse:
    """List the people of the remit by filter or by search; reading it is audited."""
    form, selection = select(request.GET, request.user)
    finder = SearchForm(request.POST or None)
    chosen = selection.people
    is_search = request.method == "POST" and finder.is_valid()
    if is_search:
        chosen = search(chosen, finder.cleaned_data["words"].strip(), by_name=True)
    lines = _lines(selection, chosen)
    page = Paginator(lines, len(lines) or 1 if is_search else _PAGE).get_page(
        request.GET.get("page")
    )
    trail.write(
        "staff.list_viewed",
        by=request.user,
        people=len(page.object_list),
        search=is_search,
        **selection.facts(),
    )
    context = {
        "title": _("Staff"),
        "label": _("Staff, what needs action first"),
        "form": form,
        "finder": finder,
        "selection": selection,
        "page": page,
        "is_search": is_search,
    }
    return render(request, "desk/people.html", context)


def _lines(selection: Selection, chosen: Any) -> list[Line]:
    found: dict[int, list[Standing]] = {}
    for standing in selection.standings(chosen):
        found.setdefault(standing.person.pk, []).append(standing)
    here = set(
        StaffMember.objects.in_remit_of(selection.user).values_list("pk", flat=True)
    )
    return [
        Line(standings[0].person, standings[0], len(standings) - 1, pk in here)
        for pk, standings in found.items()
    ]
