"""The editions of a guideline: history of changes, and word-by-word comparison."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.guidelines import guideline_pdf
from courses.provisions.document_diff import PartDifference, list_part_differences
from courses.provisions.errors import ProvisionError
from courses.provisions.models import ClauseChange, Document, DocumentEdition
from courses.provisions.models.clause import format_clause_anchor
from elearning.languages import get_current_language, get_first_language


@dataclass(frozen=True)
class EditionHistoryEntry:
    """An edition in the history: its changes, and the number of the edition before."""

    edition: DocumentEdition
    changes: list[ClauseChange]
    since: int | None

    @property
    def is_substantive(self) -> bool:
        return any(change.is_substantive for change in self.changes)


@require_safe
def list_document_editions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the editions of a guideline, newest first, with changes and reasons."""
    document = _document(slug)
    editions = list(
        document.editions.select_related("version").prefetch_related(
            "changes__clause__document"
        )
    )
    older = {new.number: old.number for new, old in pairwise(editions)}
    listed = [
        EditionHistoryEntry(one, list(one.changes.all()), older.get(one.number))
        for one in editions
    ]
    context = _common(document) | {"editions": listed}
    return render(request, "content/editions.html", context)


@require_safe
def compare_document_editions(
    request: HttpRequest, slug: str, number: int
) -> HttpResponse:
    """Compare an edition with an earlier one, word by word; the parameter is ``since``."""
    document = _document(slug)
    editions = {one.number: one for one in document.editions.select_related("version")}
    after = editions.get(number)
    if after is None:
        raise Http404
    before = _before(editions, number, request.GET.get("since", ""))
    language = _language(before, after)
    changes = {one.clause.number: one for one in after.changes.select_related("clause")}
    parts = [
        _part(document, one, changes if _follow(before, after) else {})
        for one in list_part_differences(
            before.version.body.get(language, {}) if before else {},
            after.version.body.get(language, {}),
        )
    ]
    context = _common(document) | {
        "before": before,
        "after": after,
        "earlier": [one for one in editions.values() if one.number < number],
        "parts": parts,
        "language": language,
        "fallback": language if language != get_current_language() else "",
    }
    return render(request, "content/comparison.html", context)


def _document(slug: str) -> Document:
    released = Document.objects.guidelines().released()
    return get_object_or_404(released, slug=slug)


def _common(document: Document) -> dict[str, Any]:
    return {
        "document": document,
        "breadcrumbs": [
            (reverse("content:guidelines"), _("Methodological guidelines")),
            (document.get_absolute_url(), document.title),
        ],
    }


def _before(
    editions: dict[int, DocumentEdition], number: int, since: str
) -> DocumentEdition | None:
    """Return the edition requested, or the one before; ``None`` for the first."""
    earlier = [one for one in editions if one < number]
    if since.isdecimal() and int(since) in earlier:
        return editions[int(since)]
    return editions[max(earlier)] if earlier else None


def _follow(before: DocumentEdition | None, after: DocumentEdition) -> bool:
    """Tell whether the two editions are consecutive, so that the stored reasons apply."""
    return before is not None and before.number == after.number - 1


def _language(before: DocumentEdition | None, after: DocumentEdition) -> str:
    """Return the language of the comparison: the page’s, if both editions have it."""
    bodies = [one.version.body for one in (before, after) if one is not None]
    if all(get_current_language() in body for body in bodies):
        return get_current_language()
    return after.version.text(get_first_language())[1]


def _part(
    document: Document, difference: PartDifference, changes: dict[str, ClauseChange]
) -> dict[str, Any]:
    is_there = difference.number and difference.after is not None
    place = format_clause_anchor(document.kind, difference.number)
    return {
        "difference": difference,
        "url": f"{document.get_absolute_url()}#{place}" if is_there else "",
        "change": changes.get(difference.number),
    }


@require_safe
def download_guideline_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the current edition of a guideline as a PDF in the page’s language."""
    edition = _document(slug).current_edition
    if edition is None:
        raise Http404
    try:
        sheet = guideline_pdf.render_edition_pdf(edition)
    except ProvisionError as error:
        messages.error(request, str(error))
        return redirect(edition.document.get_absolute_url())
    answer = HttpResponse(sheet, content_type="application/pdf")
    name = f"{edition.document.slug}-{edition.number}-{get_current_language()}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
