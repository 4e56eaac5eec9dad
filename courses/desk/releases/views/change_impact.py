"""The impact of a guideline’s changed clauses, before and after its release."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.assessment.models import UPDATE_QUESTIONS
from courses.compliance.standing_summary import SMALLEST_GROUP
from courses.desk.kit import access
from courses.desk.kit.list_page import Tab, paginate_rows
from courses.desk.parity.forms import SpreadsheetFormatForm
from courses.desk.releases import impact_export
from courses.models import UnitVersion
from courses.provisions import clause_weights, guideline_approval
from courses.provisions.models import Clause, ClauseChange, Document
from courses.traceability.clause_impact import (
    CitingGroup,
    ClauseImpact,
    add_citing_titles,
    build_clause_impact,
    mark_stale_texts,
)
from courses.updates.update_forecast import list_course_forecasts
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(*access.RELEASERS)
def show_change_impact(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the content that rests on clauses changed by the waiting version, if any.

    Otherwise, those changed by the current edition count.
    """
    document = get_object_or_404(
        guideline_approval.list_published_guidelines(), slug=slug
    )
    clauses, waits = _clauses(document)
    found = build_clause_impact(clauses, access.list_releasable_courses(request.user))
    group = request.GET.get("group", "")
    if group not in CitingGroup.values:
        group = next(
            (g for g in CitingGroup.values if found.groups[g]), CitingGroup.PAGES
        )
    page = paginate_rows(request, found.groups[group])
    page.object_list = mark_stale_texts(
        add_citing_titles(list(page.object_list), group), group
    )
    context = {
        "document": document,
        "waits": waits,
        "clauses": clauses,
        "found": found,
        "numbers": _numbers(found),
        "smallest": SMALLEST_GROUP,
        "on": timezone.localdate(),
        "updates": list_course_forecasts(
            clauses, access.list_releasable_courses(request.user)
        ),
        "asked": UPDATE_QUESTIONS,
        "group": group,
        "has_states": not waits and group in {CitingGroup.PAGES, CitingGroup.QUESTIONS},
        "label": CitingGroup(group).label,
        "tabs": _tabs(found, group),
        "page": page,
    }
    return render(request, "desk/impact.html", context)


@require_POST
@access.require_role(*access.RELEASERS)
def export_change_impact(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """Export the whole list, with every group; the export is audited."""
    document = get_object_or_404(
        guideline_approval.list_published_guidelines(), slug=slug
    )
    form = SpreadsheetFormatForm(request.POST)
    if not form.is_valid():
        return redirect("desk:impact", slug)
    clauses, waits = _clauses(document)
    found = build_clause_impact(clauses, access.list_releasable_courses(request.user))
    kind = form.cleaned_data["kind"]
    return impact_export.build_impact_download(
        found, document, kind, waits=waits, by=request.user
    )


def _clauses(document: Document) -> tuple[list[Clause], bool]:
    """Return the clauses that a change makes stale, and whether it waits for release.

    Editorial changes affect nothing; changes without a weight may.
    """
    version, edition = (
        guideline_approval.get_newest_version(document),
        document.current_edition,
    )
    if edition is None or edition.version_id == version.pk:
        changes = ClauseChange.objects.substantive().filter(edition=edition)
        changes = changes.select_related("clause__document")
        return [one.clause for one in changes], False
    found = clause_weights.list_clause_changes(version)
    known = clause_weights.list_weight_proposals(found, document)
    light = {
        n for n, one in known.items() if one.weight == UnitVersion.Change.EDITORIAL
    }
    numbers = [one.number for one in found if one.number not in light]
    rows = document.clauses.filter(number__in=numbers).select_related("document")
    return sorted(rows, key=lambda clause: numbers.index(clause.number)), True


def _numbers(found: ClauseImpact) -> list[tuple[str, str]]:
    """Return the numbers of certificates and people, small ones as “fewer than”."""
    people = found.people(timezone.localdate())
    told = {_("Valid certificates"): people.certificates, _("People"): people.people}
    few = _("fewer than %(n)s") % {"n": SMALLEST_GROUP}
    return [
        (words, few if 0 < number < SMALLEST_GROUP else str(number))
        for words, number in told.items()
    ]


def _tabs(found: ClauseImpact, group: str) -> list[Tab]:
    return [
        Tab(f"?group={value}", label, value == group, len(found.groups[value]))
        for value, label in CitingGroup.choices
    ]
