"""Set somebody's whole training record as a PDF of several pages."""

from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict

import typst
from django.utils.translation import gettext as _

from courses.certificates.documents import typst_compiler
from courses.certificates.documents.certificate_texts import build_appearance
from courses.certificates.documents.font_coverage import make_printable
from courses.certificates.errors import PrintingError
from courses.certificates.models import Design
from elearning.languages import get_current_language

_TEMPLATE = Path(__file__).parent / "typst" / "record.typ"


class RecordTable(TypedDict):
    """One table of a record; a heading row stands on each page that it reaches.

    ``widths`` are shares of the line, one for each column. ``empty`` is said where there
    are no ``rows``. Every row has as many cells as ``columns``, in words.
    """

    heading: str
    columns: list[str]
    widths: list[float]
    rows: list[list[str]]
    empty: str


class TrainingRecord(TypedDict):
    """What a record says, in the language that is active, ready to print.

    ``heading`` is its title, ``holder`` whose it is (no post, no place of work; R20),
    ``as_of`` the line under it, ``facts`` pairs of name and value, ``closing`` lines at
    the end, ``number`` what tells this paper from others (it stands on each page).
    """

    heading: str
    issuer: str
    holder: str
    as_of: str
    number: str
    facts: list[tuple[str, str]]
    tables: list[RecordTable]
    closing: list[str]


def render_record_pdf(
    record: TrainingRecord, at: datetime, *, attached: bytes | None = None
) -> bytes:
    """Return ``record`` as a PDF of the moment ``at``; the same bytes for the same words.

    PDF/A-3a and PDF/UA-1, in the language that is active. ``attached`` is the same record
    for machines, JSON in UTF-8; it travels in the file as ``record.json``. Raises
    ``PrintingError`` when Typst cannot set it.
    """
    # Translators: keep {page} and {pages}; they stand for numbers.
    pages = _("Page {page} of {pages}")
    data = _printable(dict(record)) | {
        "language": get_current_language(),
        "look": build_appearance(Design.objects.in_use()),
        "document_title": make_printable(f"{record['heading']}: {record['number']}"),
        "pages": pages,
        "attached_description": _("The same record for machines"),
    }
    try:
        return typst_compiler.compile_pdf(_TEMPLATE, data, at, attached=attached)
    except typst.TypstError as error:
        raise PrintingError(
            _("The record cannot be printed at the moment. Try again later.")
        ) from error


def _printable(words: Any) -> Any:
    """Return ``words``, whatever their nesting, with every text as fonts can show it."""
    if isinstance(words, str):
        return make_printable(words)
    if isinstance(words, dict):
        return {name: _printable(value) for name, value in words.items()}
    if isinstance(words, list | tuple):
        return [_printable(one) for one in words]
    return words
