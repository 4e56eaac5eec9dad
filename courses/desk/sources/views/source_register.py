"""The register of sources: instruments and guidelines, and texts that cite them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from courses.desk.kit import access
from courses.desk.kit.list_page import Tab, paginate_rows
from courses.provisions.models import Citation, Clause, ClauseText, Document
from courses.traceability.clause_impact import CitingText, list_citing_texts
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import pick_text


@dataclass(frozen=True)
class SourceRow:
    """A document of the register, with the numbers of its clauses and citing texts."""

    document: Document
    clauses: int
    citers: int


@dataclass(frozen=True)
class SourceClauseRow:
    """A clause in the reader’s language, with the texts that cite it now."""

    clause: Clause
    text: ClauseText | None
    language: str
    citers: list[tuple[str, CitingText]]


@require_safe
@access.require_role(*access.RELEASERS)
def list_sources(request: SignedInRequest) -> HttpResponse:
    """List the sources: where the text is, when it was read, how many texts cite it."""
    entries = Document.objects.order_by("kind", "code")
    kind = request.GET.get("kind", "")
    if kind in Document.Kind.values:
        entries = entries.filter(kind=kind)
    page = paginate_rows(request, entries)
    lines: Any = _counted(list(page.object_list), request)
    page.object_list = lines
    return render(
        request,
        "desk/register.html",
        {
            "page": page,
            "tabs": _tabs(kind),
            "is_trainer": request.user.has_role(Role.TRAINER),
        },
    )


@require_safe
@access.require_role(*access.RELEASERS)
def show_source(request: SignedInRequest, code: str) -> HttpResponse:
    """Show a source with its clauses, fifty on a page, and the texts that cite them."""
    shown = get_object_or_404(Document, code=code)
    rows = shown.clauses.select_related("document").order_by("pk")
    page = paginate_rows(request, _in_order(shown, list(rows)))
    clauses = list(page.object_list)
    texts = _texts(shown, clauses)
    found = list_citing_texts(clauses, access.list_releasable_courses(request.user))
    lines: Any = [
        SourceClauseRow(
            one, *pick_text(texts.get(one.pk, {})), found.get(one.number, [])
        )
        for one in clauses
    ]
    page.object_list = lines
    context = {"document": shown, "edition": shown.current_edition, "page": page}
    return render(request, "desk/register_document.html", context)


def _counted(documents: list[Document], request: SignedInRequest) -> list[SourceRow]:
    """Return ``documents`` with their numbers; two queries."""
    clauses = _by_document(
        Clause.objects.filter(document__in=documents), "document", Count("pk")
    )
    seen = Q(unit_version=None) | Q(
        unit_version__unit__course__in=access.list_releasable_courses(request.user)
    )
    texts: Any = Count("unit_version", distinct=True)
    texts = texts + Count("document_version", distinct=True)
    cited = Citation.objects.current().filter(seen, clause__document__in=documents)
    citing = _by_document(cited, "clause__document", texts)
    return [
        SourceRow(one, clauses.get(one.pk, 0), citing.get(one.pk, 0))
        for one in documents
    ]


def _by_document(rows: Any, name: str, number: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list(name).annotate(number=number))


def _in_order(shown: Document, clauses: list[Clause]) -> list[Clause]:
    """Return ``clauses`` in the order of the text; those no longer in it come last."""
    edition = shown.current_edition
    version = edition.version if edition else shown.versions.first()
    sections = version.text()[0].get("sections", ()) if version else ()
    numbers = [row["number"] for one in sections for row in one["clauses"]]
    places = {number: place for place, number in enumerate(numbers)}
    return sorted(clauses, key=lambda one: places.get(one.number, len(places)))


def _texts(shown: Document, clauses: list[Clause]) -> dict[int, dict[str, ClauseText]]:
    rows = ClauseText.objects.filter(clause__in=clauses, edition=shown.current_edition)
    found: dict[int, dict[str, ClauseText]] = {}
    for row in rows:
        found.setdefault(row.clause_id, {})[row.language] = row
    return found


def _tabs(kind: str) -> list[Tab]:
    choices = [("", _("All")), *Document.Kind.choices]
    return [
        Tab(f"?kind={value}" if value else "?", label, value == kind)
        for value, label in choices
    ]
