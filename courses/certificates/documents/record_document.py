"""Typesetting of a complete training record as a PDF."""

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
    """A table of a record; its heading row is repeated on each page.

    ``widths`` are shares of the line, one for each column. ``empty`` is shown if there
    are no ``rows``. Every row has as many cells as ``columns``, all text.
    """

    heading: str
    columns: list[str]
    widths: list[float]
    rows: list[list[str]]
    empty: str


class TrainingRecord(TypedDict):
    """The texts of a record in the active language, ready to print.

    ``heading`` is its title, ``holder`` the person (without post or place of work;
    R20), ``as_of`` the line below, ``facts`` pairs of name and value, ``closing`` the
    lines at the end, and ``number`` identifies the document on each page.
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
    """Return ``record`` as a PDF of the moment ``at``; deterministic.

    PDF/A-3a and PDF/UA-1, in the active language. ``attached`` is the same record as
    JSON in UTF-8, attached as ``record.json``. Raises ``PrintingError`` if typesetting
    fails.
    """
    # Translators: keep {page} and {pages}; they stand for numbers.
    pages = _("Page {page} of {pages}")
    data = _printable(dict(record)) | {
        "language": get_current_language(),
        "look": build_appearance(Design.objects.in_use()),
        "document_title": make_printable(f"{record['heading']}: {record['number']}"),
        "pages": pages,
        "attached_description": _("The same record in machine-readable form"),
    }
    try:
        return typst_compiler.compile_pdf(_TEMPLATE, data, at, attached=attached)
    except typst.TypstError as error:
        raise PrintingError(
            _("The record cannot be printed at the moment. Try again later.")
        ) from error


def _printable(words: Any) -> Any:
    if isinstance(words, str):
        return make_printable(words)
    if isinstance(words, dict):
        return {name: _printable(value) for name, value in words.items()}
    if isinstance(words, list | tuple):
        return [_printable(one) for one in words]
    return words
