"""PDF of a released document, rendered on demand and never stored."""

from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from content.guidelines.document_sections import build_document_sections
from content.guidelines.link_expansion import expand_links
from content.guidelines.rich_text_passages import parse_passages
from courses.certificates.documents import typst_compiler
from courses.provisions.errors import ProvisionError
from courses.provisions.models import DocumentEdition

_TEMPLATE = Path(__file__).parent / "typst" / "guideline.typ"


def render_edition_pdf(edition: DocumentEdition) -> bytes:
    """Return ``edition`` as a tagged PDF in the page’s language, or the nearest.

    It has a table of contents, the number and URL of each clause, the edition and its
    date; the bytes are the same every time. Raises ``ProvisionError`` if Typst fails.
    """
    text, language = edition.version.text()
    with translation.override(language):
        data = _words(edition, text, language)
    try:
        return typst_compiler.compile_pdf(_TEMPLATE, data, edition.released_at)
    except typst.TypstError as error:
        raise ProvisionError(
            _(
                "The document cannot be made into a PDF at the moment. Print its "
                "page, or tell your training office."
            )
        ) from error


def _words(
    edition: DocumentEdition, text: dict[str, Any], language: str
) -> dict[str, Any]:
    document = edition.document
    named = {
        "code": document.code,
        "number": edition.number,
        "date": date_format(localtime(edition.released_at)),
    }
    address = settings.BASE_URL + document.get_absolute_url()
    sections = build_document_sections(document, text, edition=edition)
    return {
        "language": language,
        "title": text["title"],
        "summary": text.get("summary", ""),
        "overline": _("%(code)s, edition %(number)d, %(date)s") % named,
        "footer": _("%(code)s, edition %(number)d, %(date)s") % named,
        "contents_heading": _("Contents"),
        "lead": parse_passages(
            expand_links([text.get("lead", "")])[0], settings.BASE_URL
        ),
        "sections": [
            {
                "heading": section["heading"],
                "clauses": [_clause(clause) for clause in section["clauses"]],
                "parts": [_part(part) for part in section.get("parts", ())],
            }
            for section in sections
        ],
        "closing": _("The text in force is at %(address)s.") % {"address": address},
    }


def _part(part: dict[str, Any]) -> dict[str, Any]:
    """Return a part of an annex; boxes and empty cells are drawn by the template."""
    if part["kind"] != "text":
        return part
    return {"kind": "text", "passages": parse_passages(part["text"], settings.BASE_URL)}


def _clause(clause: dict[str, Any]) -> dict[str, Any]:
    is_safeguard = clause.get("safeguard")
    return {
        "number": clause["number"],
        "title": clause.get("title", ""),
        "passages": parse_passages(clause["text"], settings.BASE_URL),
        "safeguard": _("Safeguard: report any breach at once.") if is_safeguard else "",
        "basis": "; ".join(one.label for one in clause["cited"]),
        "address": clause["address"],
    }
