"""Guidelines and instruments: what is released, clause by clause."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from content.guidelines.reading import sections_of
from courses.outline import safeguarded
from courses.provisions.models import Document, DocumentEdition
from courses.records.attending import record_read
from elearning.languages import current
from elearning.staff.models import StaffMember


@require_safe
def guidelines(request: HttpRequest) -> HttpResponse:
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
def guideline(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a guideline as released; one kept on paper is only its entry."""
    document = get_object_or_404(Document.objects.guidelines().listed(), slug=slug)
    shown = _show(request, document, "content/guideline.html")
    if document.current_edition and request.method == "GET":
        _note_reading(request, document.current_edition)
    return shown


@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the provisions of an instrument, in our own words."""
    released = Document.objects.released()
    document = get_object_or_404(released.instruments(), slug=slug)
    return _show(request, document, "content/instrument.html")


def _show(request: HttpRequest, document: Document, template: str) -> HttpResponse:
    edition = document.current_edition
    if edition is None and document.distribution != document.Distribution.REGISTER_ONLY:
        raise Http404
    text, language = edition.version.text() if edition else ({}, current())
    return render(
        request,
        template,
        {
            "document": document,
            "edition": edition,
            "text": text,
            "text_language": language,
            "fallback": language if language != current() else "",
            "sections": sections_of(document, text),
            "facts": _facts(document, edition),
            "safeguarded": safeguarded([edition.version.digest]) if edition else None,
            "breadcrumbs": [
                (reverse("content:guidelines"), _("Methodological guidelines"))
            ],
        },
    )


def _note_reading(request: HttpRequest, edition: DocumentEdition) -> None:
    user: Any = request.user
    if reader := StaffMember.objects.filter(user=user).first():
        record_read(reader, edition, language=current(), at=timezone.now())


def _facts(document: Document, edition: Any) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [(_("Code"), document.code)]
    if document.reference:
        facts.append((_("Reference"), document.reference))
    if document.adopted_on:
        facts.append((_("Adopted"), date_format(document.adopted_on)))
    if document.owner:
        facts.append((pgettext("of a document", "Owner"), document.owner))
    if edition:
        facts.append((_("Edition"), edition.number))
        facts.append((_("Released"), date_format(localtime(edition.released_at))))
    if document.review_months:
        months = document.review_months
        facts.append(
            (
                _("Reviewed"),
                ngettext("every %(n)d month", "every %(n)d months", months)
                % {"n": months},
            )
        )
    return facts
