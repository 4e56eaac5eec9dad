"""Sheets that a spreadsheet program may open without doing what a cell says.

A cell that begins like a formula is kept as text (ASVS 1.2.10), dates stay dates.
"""

import csv
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import xlsxwriter

#: What makes a spreadsheet read a cell as a formula, full-width forms folded.
_FORMULA = ("=", "+", "-", "@")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0d-\x1f\x7f\ufffe\uffff]")

Cell = str | int | date | None


@dataclass(frozen=True)
class Sheet:
    """A table with what is said above it: pairs of a term and its value."""

    title: str
    head: Sequence[tuple[str, Cell]]
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def neutral(text: str) -> str:
    """Return ``text`` as a cell that no spreadsheet takes for a formula."""
    clean = _CONTROL.sub("", text)
    first = unicodedata.normalize("NFKC", clean.lstrip())[:1]
    is_formula = first in _FORMULA if first else False
    return f"'{clean}" if is_formula or clean[:1] in {"\t", "\n"} else clean


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """Yield the sheet as CSV, line by line, as Excel in Kazakhstan opens it.

    That is with a byte order mark and semicolons; dates are written as 2026-03-14.
    """
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for term, value in sheet.head:
        yield writer.writerow([neutral(term), _plain(value)])
    yield writer.writerow([])
    yield writer.writerow([neutral(column) for column in sheet.columns])
    for row in sheet.rows:
        yield writer.writerow([_plain(cell) for cell in row])


def xlsx_file(sheet: Sheet) -> IO[bytes]:
    """Return the sheet as an open XLSX file that vanishes when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 — the answer closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(file, options)
    page = book.add_worksheet(sheet.title[:31])
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    page.set_column(0, len(sheet.columns), 18)
    line = 0
    for term, value in sheet.head:
        page.write_string(line, 0, neutral(term), bold)
        _write(page, line, 1, value, day)
        line += 1
    line += 1
    for place, column in enumerate(sheet.columns):
        page.write_string(line, place, neutral(column), bold)
    for row in sheet.rows:
        line += 1
        for place, cell in enumerate(row):
            _write(page, line, place, cell, day)
    book.close()
    file.seek(0)
    return file


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the line instead of keeping it."""
        return text


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return neutral(cell) if isinstance(cell, str) else cell


def _write(page: Any, line: int, place: int, cell: Cell, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, date):
        page.write_datetime(line, place, cell, day)
    elif isinstance(cell, int):
        page.write_number(line, place, cell)
    else:
        page.write_string(line, place, neutral(cell))
