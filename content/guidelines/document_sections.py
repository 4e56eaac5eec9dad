"""Sections of a document for display: anchors, citations, sources, lessons."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from content.guidelines.citing_lessons import CitingLesson
from content.guidelines.link_expansion import expand_links
from courses.provisions.citation_lookup import resolve_citations
from courses.provisions.models import Document, DocumentEdition
from courses.provisions.models.clause import format_clause_anchor


def build_document_sections(
    document: Document,
    text: dict[str, Any],
    *,
    edition: DocumentEdition | None = None,
    lessons: Mapping[str, Sequence[CitingLesson]] | None = None,
) -> list[dict[str, Any]]:
    """Return the sections of ``text``, then its annexes, for the templates.

    ``text`` is one language of ``DocumentVersion.body``; ``lessons`` are the citing
    lessons by clause number. Takes two queries for all citations, and those for links.
    """
    sections = text.get("sections", ())
    clauses = [clause for section in sections for clause in section["clauses"]]
    codes = dict.fromkeys(code for one in clauses for code in one.get("cites", ()))
    cited = {one.code: one for one in resolve_citations(codes)}
    texts = iter(expand_links([one["text"] for one in clauses]))
    page = document.get_absolute_url()

    def shown(clause: dict[str, Any]) -> dict[str, Any]:
        number = clause["number"]
        place = format_clause_anchor(document.kind, number)
        return clause | {
            "text": next(texts),
            "anchor": place,
            "address": f"{settings.BASE_URL}{page}#{place}",
            "cited": [cited[code] for code in clause.get("cites", ()) if code in cited],
            "lessons": (lessons or {}).get(number, ()),
        }

    return [
        section
        | {
            "citation": format_citation(document, "{}", edition),
            "clauses": [shown(clause) for clause in section["clauses"]],
        }
        for section in sections
    ] + _annexes(text)


def _annexes(text: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the annexes as sections without clauses, with their parts."""
    annexes = text.get("annexes", ())
    said = [
        part["text"]
        for one in annexes
        for part in one["parts"]
        if part["kind"] == "text"
    ]
    texts = iter(expand_links(said))
    return [
        annex
        | {
            "clauses": [],
            "parts": [
                part | {"text": next(texts)} if part["kind"] == "text" else part
                for part in annex["parts"]
            ],
        }
        for annex in annexes
    ]


def format_citation(
    document: Document, number: str, edition: DocumentEdition | None
) -> str:
    """Return the citation of the clause ``number``, ready to be pasted.

    Pages have it once in each section, with “{}” for the number, which their script
    fills in. A guideline is cited with its edition: “MG-6, 2.3 (edition 2, 12 May
    2027)”. An instrument is cited without one, since its official text is not ours: “…
    Rules, rule 43”.
    """
    if document.kind == Document.Kind.INSTRUMENT:
        return f"{document.short}, {number}"
    if edition is None:
        return f"{document.code}, {number}"
    return _("%(code)s, %(number)s (edition %(edition)d, %(date)s)") % {
        "code": document.code,
        "number": number,
        "edition": edition.number,
        "date": date_format(localtime(edition.released_at)),
    }
