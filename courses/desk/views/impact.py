"""What the changed clauses of a guideline touch, before and after its release."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.assessment.models import UPDATE_QUESTIONS
from courses.compliance.summary import SMALLEST_GROUP
from courses.desk import access, touching
from courses.desk.parity.forms import FileForm
from courses.models import UnitVersion
from courses.provisions import proposing, weighing
from courses.provisions.models import Clause, ClauseChange, Document
from courses.tracing.impact import Group, Impact, impact, marked, titled
from courses.updating.foreseeing import foreseen
from elearning.accounts.requests import SignedInRequest

PAGE = 50


@require_safe
@access.for_roles(*access.RELEASERS)
def changed(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show what rests on the changed clauses: of what waits, else of the current edition."""
    document = get_object_or_404(proposing.proposed(), slug=slug)
    clauses, waits = _clauses(document)
    found = impact(clauses, access.courses_of(request.user))
    group = request.GET.get("group", "")
    if group not in Group.values:
        group = next((g for g in Group.values if found.groups[g]), Group.PAGES)
    page = Paginator(found.groups[group], PAGE).get_page(request.GET.get("page"))
    page.object_list = marked(titled(list(page.object_list), group), group)
    context = {
        "document": document,
        "waits": waits,
        "clauses": clauses,
        "found": found,
        "numbers": _numbers(found),
        "smallest": SMALLEST_GROUP,
        "on": access.today(),
        "updates": foreseen(clauses, access.courses_of(request.user)),
        "asked": UPDATE_QUESTIONS,
        "group": group,
        "has_states": not waits and group in {Group.PAGES, Group.QUESTIONS},
        "label": Group(group).label,
        "tabs": _tabs(found, group),
        "page": page,
    }
    return render(request, "desk/impact.html", context)


@require_POST
@access.for_roles(*access.RELEASERS)
def export_list(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """Hand out the whole list, every group of it, and write that to the audit."""
    document = get_object_or_404(proposing.proposed(), slug=slug)
    form = FileForm(request.POST)
    if not form.is_valid():
        return redirect("desk:impact", slug)
    clauses, waits = _clauses(document)
    found = impact(clauses, access.courses_of(request.user))
    kind = form.cleaned_data["kind"]
    return touching.export(found, document, kind, waits=waits, by=request.user)


def _clauses(document: Document) -> tuple[list[Clause], bool]:
    """Return the clauses that a change makes wrong, and whether it still waits.

    A change that is called editorial touches nothing; one that nobody weighed may.
    """
    version, edition = proposing.newest_version(document), document.current_edition
    if edition is None or edition.version_id == version.pk:
        changes = ClauseChange.objects.substantive().filter(edition=edition)
        changes = changes.select_related("clause__document")
        return [one.clause for one in changes], False
    found = weighing.changes(version)
    known = weighing.claims(found, document)
    light = {
        n for n, one in known.items() if one.weight == UnitVersion.Change.EDITORIAL
    }
    numbers = [one.number for one in found if one.number not in light]
    rows = document.clauses.filter(number__in=numbers).select_related("document")
    return sorted(rows, key=lambda clause: numbers.index(clause.number)), True


def _numbers(found: Impact) -> list[tuple[str, str]]:
    """Return how many are concerned today, in words; small groups tell of persons."""
    people = found.people(access.today())
    told = {_("Valid certificates"): people.certificates, _("People"): people.people}
    few = _("fewer than %(n)s") % {"n": SMALLEST_GROUP}
    return [
        (words, few if 0 < number < SMALLEST_GROUP else str(number))
        for words, number in told.items()
    ]


def _tabs(found: Impact, group: str) -> list[dict[str, Any]]:
    return [
        {
            "url": f"?group={value}",
            "label": label,
            "current": value == group,
            "count": len(found.groups[value]),
        }
        for value, label in Group.choices
    ]
