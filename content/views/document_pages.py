"""Pages of released guidelines and instruments, clause by clause."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from content.glossary.term_links import PageGlossary
from content.guidelines.citing_lessons import (
    list_distinct_lessons,
    list_lessons_by_clause,
)
from content.guidelines.document_sections import build_document_sections
from content.guidelines.link_expansion import expand_links
from content.search import document_search as searching
from content.views.guideline_acknowledgement import find_acknowledgement_request
from courses.provisions.models import Document, DocumentEdition
from courses.records.statements.guideline_session_statements import emit_guideline_read
from courses.release.content_approvals import find_newest_safeguard_approval
from elearning.languages import get_current_language
from elearning.staff.models import StaffMember


@require_safe
def list_guidelines(request: HttpRequest) -> HttpResponse:
    """List the guidelines of the register, and the instruments they rest on."""
    released = Document.objects.released()
    return render(
        request,
        "content/guidelines.html",
        {
            "guidelines": Document.objects.guidelines().listed(),
            "instruments": released.instruments(),
        },
    )


@require_safe
def show_guideline(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a released guideline; one kept on paper has only its register entry."""
    document = get_object_or_404(Document.objects.guidelines().listed(), slug=slug)
    asked = find_acknowledgement_request(request, document)
    shown = _show(request, document, "content/guideline.html", acknowledging=asked)
    if document.current_edition and request.method == "GET":
        _note_reading(request, document.current_edition)
    return shown


@require_safe
def show_instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the provisions of an instrument, in our own words."""
    released = Document.objects.released()
    document = get_object_or_404(released.instruments(), slug=slug)
    return _show(request, document, "content/instrument.html")


def _show(
    request: HttpRequest, document: Document, template: str, **more: Any
) -> HttpResponse:
    """Show the current edition of ``document``; the parameter ``q`` searches in it.

    ``more`` is further context for the template.
    """
    edition = document.current_edition
    if edition is None and document.distribution != document.Distribution.REGISTER_ONLY:
        raise Http404
    text, language = edition.version.text() if edition else ({}, get_current_language())
    user: Any = request.user
    lessons = list_lessons_by_clause(document, user)
    sections = _explained(
        build_document_sections(document, text, edition=edition, lessons=lessons),
        language,
    )
    found = searching.search_document(
        sections, searching.clean_query(request.GET.get("q", ""))
    )
    context = {
        "document": document,
        "edition": edition,
        "text": text,
        "lead": expand_links([text.get("lead", "")])[0],
        "text_language": language,
        "fallback": language if language != get_current_language() else "",
        "sections": found.sections,
        "found": found,
        "lessons": list_distinct_lessons(lessons),
        "facts": _facts(document, edition),
        "address": settings.BASE_URL + document.get_absolute_url(),
        "safeguarded": find_newest_safeguard_approval([edition.version.digest])
        if edition
        else None,
        "breadcrumbs": [
            (reverse("content:guidelines"), _("Methodological guidelines"))
        ],
    }
    return render(request, template, context | more)


def _explained(sections: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """Return ``sections`` with glossary terms linked, once in each clause."""
    glossary = PageGlossary.of(language)
    return [
        section
        | {
            "clauses": [
                clause | {"text": glossary.explain(clause["text"])}
                for clause in section["clauses"]
            ]
        }
        for section in sections
    ]


def _note_reading(request: HttpRequest, edition: DocumentEdition) -> None:
    user: Any = request.user
    if reader := StaffMember.objects.filter(user=user).first():
        emit_guideline_read(
            reader, edition, language=get_current_language(), at=timezone.now()
        )


def _facts(document: Document, edition: Any) -> list[tuple[str, Any]]:
    """Return the facts of a document in the register, without empty ones."""
    facts: list[tuple[str, Any]] = [
        (_("Code"), document.code),
        (_("Reference"), document.reference),
        (_("Adopted"), document.adopted_on and date_format(document.adopted_on)),
        (_("Official text"), _address(document.link)),
        (_("Text read on"), document.read_on and date_format(document.read_on)),
        (_("Where it is kept"), document.keeper),
        (pgettext("of a document", "Owner"), document.owner),
    ]
    if edition:
        facts.append((_("Edition"), edition.number))
        facts.append((_("Released"), date_format(localtime(edition.released_at))))
    if months := document.review_months:
        every = ngettext("every %(n)d month", "every %(n)d months", months)
        facts.append((_("Reviewed"), every % {"n": months}))
    return [(term, value) for term, value in facts if value]


def _address(link: str) -> str:
    """Return a link to another site, which learns nothing of the reader."""
    html = '<a href="{}" rel="external noopener noreferrer">{}</a>'
    return format_html(html, link, link) if link else ""
