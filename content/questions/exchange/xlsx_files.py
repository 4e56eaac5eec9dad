"""XLSX tables of questions."""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from itertools import islice
from zipfile import BadZipFile

import openpyxl
import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl.utils import get_column_letter

from content.questions.exchange.question_rows import build_question_row
from content.questions.exchange.question_tables import (
    TableLine,
    iter_table_rows,
    list_template_headings,
    read_question_table,
)
from content.questions.exchange.zip_reader import extract_xml_files
from content.questions.notation.exchange_question import (
    ExchangeError,
    ExchangeQuestion,
    ExportLoss,
    ReadResult,
)
from content.questions.notation.table_columns import (
    FIXED,
    NUMBERED,
    build_column_explanations,
    build_column_headings,
)
from content.questions.types import BANK_TYPES

#: The maximum width of a table; further columns of a sheet are ignored.
_WIDEST = 200
_LONGEST = 32_767
#: Merged ranges and similar data outside the rows, which openpyxl reads as a whole.
_ASIDE = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink|dataValidation|cfRule|col|brk)[\s/>]"
)
_MOST_ASIDE = 20_000
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


def read_question_xlsx(content: bytes, language: str) -> tuple[ReadResult, str]:
    """Return the questions in the first sheet of an XLSX file, and no encoding."""
    _demand_little_aside(extract_xml_files(content))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            try:
                return read_question_table(_lines(book.worksheets[0]), language), ""
            finally:
                book.close()
    except (
        AttributeError,
        BadZipFile,
        IndexError,
        KeyError,
        SyntaxError,
        TypeError,
        ValueError,
    ) as error:
        raise ExchangeError(
            _(
                "This XLSX file cannot be read. Save it again from the spreadsheet program."
            )
        ) from error


def _demand_little_aside(files: dict[str, bytes]) -> None:
    """Raise ``ExchangeError`` if a sheet has too much data outside its rows."""
    for content in files.values():
        found = sum(1 for _tag in islice(_ASIDE.finditer(content), _MOST_ASIDE + 1))
        if found > _MOST_ASIDE:
            raise ExchangeError(
                _(
                    "There are too many merged cells or links in this sheet. Copy the "
                    "table into a new workbook as values and upload that."
                )
            )


def write_question_xlsx(
    questions: Sequence[ExchangeQuestion],
) -> tuple[bytes, list[ExportLoss]]:
    """Return an XLSX file with ``questions`` in all languages."""
    fitting = [question for question in questions if _fits(question)]
    reason = _("A cell in XLSX holds up to 32,767 characters. Use CSV.")
    losses = [
        ExportLoss(question.code, question.language, reason, is_left_out=True)
        for question in questions
        if not _fits(question)
    ]
    return _written(list(iter_table_rows(fitting))), losses


def build_xlsx_template() -> bytes:
    """Return an empty table, with a second sheet that explains the columns."""
    return _written([list_template_headings()], is_template=True)


def _fits(question: ExchangeQuestion) -> bool:
    return all(len(cell) < _LONGEST for cell in build_question_row(question).values())


def _lines(sheet: object) -> Iterator[TableLine]:
    rows = sheet.iter_rows(max_col=_WIDEST, values_only=True)  # type: ignore[attr-defined]
    for number, row in enumerate(rows, start=1):
        cells = [_text(cell) for cell in row]
        yield TableLine(number, cells, _fault(row))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _fault(row: Sequence[object]) -> str:
    for place, cell in enumerate(row):
        column = get_column_letter(place + 1)
        if isinstance(cell, date | time | timedelta):
            return _(
                "The spreadsheet program turned the cell in column %(column)s "
                "into a date. Format the column as text and type the value again."
            ) % {"column": column}
        if cell in _ERRORS:
            return _("The formula in column %(column)s has an error. Correct it.") % {
                "column": column
            }
    return ""


def _written(rows: list[list[str]], *, is_template: bool = False) -> bytes:
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(file, options)
    page = book.add_worksheet(pgettext("sheet", "Questions"))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    page.set_column(0, _WIDEST - 1, 18, text)
    page.set_column(FIXED.index("stem"), FIXED.index("stem"), 48, text)
    page.freeze_panes(1, 1)
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell:
                page.write_string(line, place, cell, bold if line == 0 else text)
    if is_template:
        _explain(book.add_worksheet(pgettext("sheet", "How to fill it in")), bold, text)
    book.close()
    return file.getvalue()


def _explain(page: object, bold: object, text: object) -> None:
    named, told = build_column_headings(), build_column_explanations()
    rows = [
        (f"{named[name]} 1, 2 …" if name in NUMBERED else named[name], told[name])
        for name in (*FIXED, *NUMBERED)
    ]
    rows += [("", ""), (named["type"], "")]
    rows += [(one.name, str(one.label)) for one in BANK_TYPES.values() if one.is_tabled]
    page.set_column(0, 0, 28)  # type: ignore[attr-defined]
    page.set_column(1, 1, 90)  # type: ignore[attr-defined]
    for line, (name, words) in enumerate(rows):
        page.write_string(line, 0, name, bold)  # type: ignore[attr-defined]
        page.write_string(line, 1, words, text)  # type: ignore[attr-defined]
