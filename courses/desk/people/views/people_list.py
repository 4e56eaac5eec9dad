"""The list of people, most urgent first; names are shown for a stated purpose."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from courses.desk.accounts.account_access import search_people
from courses.desk.kit import access
from courses.desk.kit.disclosure_purposes import (
    DisclosureKind,
    DisclosurePurpose,
    PurposeForm,
    find_purpose,
    record_purpose,
)
from courses.desk.kit.filter_fields import select_standings
from courses.desk.kit.list_page import paginate_rows
from courses.desk.people.forms import PersonSearchForm
from courses.reporting.report_selection import ReportSelection
from courses.reporting.standing_list import ListedStanding, MatchingPeople
from courses.reporting.standing_list import PersonLine as Found
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

_PAGE = 50


@dataclass(frozen=True)
class PersonRow:
    """A person with their most urgent standing.

    ``is_open`` if their record can be opened.
    """

    listed: Found
    is_open: bool

    @property
    def person(self) -> StaffMember:
        return self.listed.person

    @property
    def standing(self) -> ListedStanding:
        return self.listed.standing


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def list_people(request: SignedInRequest) -> HttpResponse:
    """List the people of the remit by filter or by search; reading the list is audited.

    Names are shown for an hour to users who state a purpose.
    """
    form, selection = select_standings(request.GET, request.user)
    purpose = find_purpose(request, DisclosureKind.NAMES)
    if purpose is None:
        asked = PurposeForm(request.POST if "purpose" in request.POST else None)
        if not asked.is_valid():
            return _ask(request, asked, selection)
        words = asked.cleaned_data["purpose"]
        purpose = record_purpose(
            request, DisclosureKind.NAMES, words, **selection.facts()
        )
        if not request.POST.get("words"):
            return redirect(request.get_full_path())
    return _listed(request, form, selection, purpose)


def _ask(
    request: SignedInRequest, form: PurposeForm, selection: ReportSelection
) -> HttpResponse:
    """Ask for the purpose; the words of a search are carried over."""
    context = {
        "form": form,
        "selection": selection,
        "words": request.POST.get("words", ""),
    }
    return render(request, "desk/names.html", context)


def _listed(
    request: SignedInRequest,
    form: Any,
    selection: ReportSelection,
    purpose: DisclosurePurpose,
) -> HttpResponse:
    finder = PersonSearchForm(request.POST or None)
    is_search = request.method == "POST" and finder.is_valid()
    among = None
    if is_search:
        words = finder.cleaned_data["words"].strip()
        among = search_people(selection.people, words, by_name=True)
    found: Any = MatchingPeople(selection, among)
    size = len(found) or 1 if is_search else _PAGE
    page = paginate_rows(request, found, size)
    page.object_list = _lines(page.object_list, selection)
    audit_log.record_action(
        "staff.list_viewed",
        by=request.user,
        people=len(page.object_list),
        search=is_search,
        **selection.facts(),
    )
    context = {
        "title": _("Staff"),
        "label": _("Staff, those who need action first"),
        "form": form,
        "finder": finder,
        "selection": selection,
        "purpose": purpose,
        "page": page,
        "is_search": is_search,
    }
    return render(request, "desk/people.html", context)


def _lines(found: Iterable[Found], selection: ReportSelection) -> list[PersonRow]:
    lines = list(found)
    keys = [line.person.pk for line in lines]
    remit = StaffMember.objects.in_remit_of(selection.user).filter(pk__in=keys)
    here = set(remit.values_list("pk", flat=True))
    return [PersonRow(line, line.person.pk in here) for line in lines]
