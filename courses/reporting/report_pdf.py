"""Reports in print: A4 landscape, with title on each page and the exporter in the footer."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from courses.certificates.documents import typst_compiler
from courses.certificates.documents.certificate_texts import build_appearance
from courses.certificates.documents.font_coverage import make_printable
from courses.certificates.models import Design
from courses.reporting.errors import ReportError, TooManyLinesError
from courses.reporting.spreadsheets import Cell, ReportSheet, limit_rows
from elearning.languages import get_current_language

#: The maximum number of rows in print: some forty pages, for which Typst needs 150 MB.
MOST = 1000

_TEMPLATE = Path(__file__).parent / "typst" / "list.typ"


def render_sheet(sheet: ReportSheet, at: datetime) -> bytes:
    """Return a tagged PDF; ``ReportError`` above ``MOST`` rows, or if Typst fails."""
    try:
        return typst_compiler.compile_pdf(_TEMPLATE, _words(sheet), at)
    except TooManyLinesError as error:
        raise ReportError(
            _(
                "A printed list can have %(most)s lines at most, and this one "
                "has more. Use the filters to choose fewer people, or download "
                "it as XLSX."
            )
            % {"most": number_format(MOST, force_grouping=True)}
        ) from error
    except typst.TypstError as error:
        raise ReportError(
            _("The list cannot be printed at the moment. Download it as XLSX.")
        ) from error


def _words(sheet: ReportSheet) -> dict[str, Any]:
    cells = list(limit_rows(sheet.rows, MOST))
    rows = [[_plain(cell) for cell in row] for row in cells]
    head = [f"{term}: {_plain(value)}" for term, value in sheet.head]
    *who, day = [make_printable(words) for words in head]
    return {
        "language": get_current_language(),
        "accent": build_appearance(Design.objects.in_use())["accent"],
        "document_title": f"{make_printable(sheet.title)}. {day}",
        "title": make_printable(sheet.title),
        "lead": day,
        "watermark": " · ".join([*who, day]),
        # Translators: keep {page} and {pages}; they stand for numbers.
        "pages": _("Page {page} of {pages}"),
        "columns": [make_printable(column) for column in sheet.columns],
        "shares": list(sheet.shares) or [1] * len(sheet.columns),
        "numbers": [
            any(isinstance(row[place], int) for row in cells)
            for place in range(len(sheet.columns))
        ],
        "rows": rows,
        "empty": _("The selection is empty."),
    }


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return date_format(cell, "SHORT_DATE_FORMAT")
    return make_printable(str(cell))
