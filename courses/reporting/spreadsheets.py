"""Spreadsheets as CSV and XLSX, safe from formula injection.

Cells that look like a formula are written as text (ASVS 1.2.10); dates stay dates. Rows
are read one by one, so that memory use does not grow with the sheet.
"""

import csv
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import batched
from typing import IO, Any

import xlsxwriter

from courses.reporting.errors import TooManyLinesError

#: First characters of a formula; full-width forms are folded.
_FORMULA = ("=", "+", "-", "@")
#: Characters not allowed in the name of a sheet.
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0d-\x1f\x7f\ufffe\uffff]")

Cell = str | int | date | None


#: The number of CSV lines per piece.
_AT_ONCE = 200
_A4 = 9
_WIDTH = 18  # of a column, in characters
#: The day before day 1 of spreadsheets.
_DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True)
class ReportSheet:
    """A table with a head above it: pairs of a term and its value.

    ``shares`` are the relative widths of the columns in print; empty means equal.
    """

    title: str
    head: Sequence[tuple[str, Cell]]
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    shares: Sequence[float] = ()


@lru_cache(maxsize=4_096)  # long lists repeat the same words
def neutralize_formula(text: str) -> str:
    """Return ``text`` as a cell that no spreadsheet reads as a formula."""
    clean = _CONTROL.sub("", text)
    first = unicodedata.normalize("NFKC", clean.lstrip())[:1]
    is_formula = first in _FORMULA if first else False
    return f"'{clean}" if is_formula or clean[:1] in {"\t", "\n"} else clean


def iter_csv_lines(sheet: ReportSheet) -> Iterator[str]:
    """Yield the sheet as CSV, line by line, as Excel in Kazakhstan opens it.

    That is with a byte order mark and semicolons; dates are in ISO format.
    """
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for term, value in sheet.head:
        yield writer.writerow([neutralize_formula(term), _plain(value)])
    yield writer.writerow([])
    yield writer.writerow([neutralize_formula(column) for column in sheet.columns])
    for row in sheet.rows:
        yield writer.writerow([_plain(cell) for cell in row])


def iter_csv_pieces(sheet: ReportSheet) -> Iterator[str]:
    """Yield the CSV in larger pieces: first everything above the rows, then the rows."""
    lines = iter_csv_lines(sheet)
    yield "".join(next(lines) for _part in range(len(sheet.head) + 3))
    for some in batched(lines, _AT_ONCE, strict=False):
        yield "".join(some)


def build_xlsx_file(sheet: ReportSheet, most: int | None = None) -> IO[bytes]:
    """Return an open temporary XLSX file; ``TooManyLinesError`` above ``most`` rows."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 — closed by the response
    try:
        write_xlsx(sheet, file, most)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def write_xlsx(sheet: ReportSheet, file: IO[bytes], most: int | None = None) -> None:
    """Write the sheet into ``file`` as XLSX, row by row; see ``build_xlsx_file``."""
    with tempfile.TemporaryDirectory(prefix="sheet-") as folder:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "tmpdir": folder,  # removed also if the sheet is abandoned
        }
        book = xlsxwriter.Workbook(file, options)
        page = book.add_worksheet(_NO_NAME.sub(" ", sheet.title)[:31])
        _dress(page, sheet)
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
        try:
            _fill(page, sheet, most, bold, day)
        except BaseException:
            page.row_data_fh.close()
            raise
        book.close()


def limit_rows[T](rows: Iterable[T], most: int | None) -> Iterator[T]:
    """Yield ``rows``; raise ``TooManyLinesError`` if there are more than ``most``."""
    for number, row in enumerate(rows, 1):
        if most is not None and number > most:
            raise TooManyLinesError(most)
        yield row


def _fill(page: Any, sheet: ReportSheet, most: int | None, bold: Any, day: Any) -> None:
    for line, (term, value) in enumerate(sheet.head):
        page.write_string(line, 0, neutralize_formula(term), bold)
        _write(page, line, 1, value, day)
    first = len(sheet.head) + 1
    for place, column in enumerate(sheet.columns):
        page.write_string(first, place, neutralize_formula(column), bold)
    for line, row in enumerate(limit_rows(sheet.rows, most), first + 1):
        for place, cell in enumerate(row):
            _write(page, line, place, cell, day)


def _dress(page: Any, sheet: ReportSheet) -> None:
    """Freeze the column titles on the screen, and repeat them on each printed page."""
    line = len(sheet.head) + 1
    page.set_column(0, len(sheet.columns), _WIDTH)
    page.freeze_panes(line + 1, 0)
    page.repeat_rows(line)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P / &N")


class _Echo:
    """A file whose ``write`` returns its argument."""

    def write(self, text: str) -> str:
        return text


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return neutralize_formula(cell) if isinstance(cell, str) else cell


def _write(page: Any, line: int, place: int, cell: Cell, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, date):
        page.write_number(line, place, (cell - _DAY_ZERO).days, day)
    elif isinstance(cell, int):
        page.write_number(line, place, cell)
    else:
        page.write_string(line, place, neutralize_formula(cell))
