"""XLSX lists, checked before they are unpacked, then read row by row."""

import io
import lzma
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile, ZipInfo

import openpyxl

from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.merged_ranges import MergedRanges, read_merged_ranges
from elearning.staff.importing.table_rows import (
    LONGEST,
    MOST_ROWS,
    WIDEST,
    TableRow,
    UnreadableCell,
    Value,
    build_table_row,
)
from elearning.zip_files import open_zip

_LARGEST_WHOLE = 400 * 1024 * 1024
_LARGEST_RATIO = 200
#: Files below this size are accepted whatever their compression ratio.
_HARMLESS = 1024 * 1024
_MOST_MEMBERS = 2000
_ENCRYPTED = 0x1
_MACROS = re.compile(r"vbaproject\.bin|/macrosheets/|/activeX/", re.IGNORECASE)
#: A number format with leading zeros: 000000.
_PADDED = re.compile(r"0{2,12}")
_DAMAGED = (
    AttributeError,
    BadZipFile,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)


def read_xlsx(content: bytes) -> Iterator[TableRow]:
    """Yield the rows of the first visible sheet; ``StaffListError`` if it is no workbook."""
    try:
        _examine(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, keep_links=False
            )
            try:
                yield from _rows(content, book)
            finally:
                book.close()
    except _DAMAGED as error:
        raise StaffListError("damaged") from error


def _examine(content: bytes) -> None:
    """Refuse malicious archives by their directory."""
    with open_zip(io.BytesIO(content)) as archive:
        members = archive.infolist()
        names = [member.filename for member in members]
        if "xl/workbook.xml" not in names:
            raise StaffListError("not_a_table")
        if any(_MACROS.search(name) for name in names):
            raise StaffListError("macros")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise StaffListError("password")
        whole = sum(member.file_size for member in members)
        too_many = len(members) > _MOST_MEMBERS or whole > _LARGEST_WHOLE
        if too_many or any(_is_bomb(member) for member in members):
            raise StaffListError("bomb")


def _is_bomb(member: ZipInfo) -> bool:
    packed = max(member.compress_size, 1)
    return member.file_size > max(_HARMLESS, _LARGEST_RATIO * packed)


def _rows(content: bytes, book: Any) -> Iterator[TableRow]:
    shown = [one for one in book.worksheets if one.sheet_state == "visible"]
    sheet = shown[0] if shown else book.worksheets[0]
    if (sheet.max_row or 0) > MOST_ROWS * 2:
        raise StaffListError("too_many_rows", most=MOST_ROWS)
    merged = _merged(content, sheet)
    sheet.reset_dimensions()
    filled = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=WIDEST), start=1):
        values = [_value(cell) for cell in cells]
        for column, span in merged.in_row(number).items():
            values += [""] * (column + 1 - len(values))
            values[column] = UnreadableCell("merged", span)
        row = build_table_row(number, values)
        filled += not row.is_empty
        if filled > MOST_ROWS or number > MOST_ROWS * 2:
            raise StaffListError("too_many_rows", most=MOST_ROWS)
        yield row


def _merged(content: bytes, sheet: Any) -> MergedRanges:
    """Return the merged ranges of ``sheet``, which openpyxl does not give in read-only mode."""
    with (
        open_zip(io.BytesIO(content)) as archive,
        archive.open(sheet._worksheet_path) as file,  # noqa: SLF001 — no public name
    ):
        return read_merged_ranges(file)


def _value(cell: Any) -> Value:
    value, kind = cell.value, cell.data_type
    if value is None:
        return ""
    if kind == "f":
        return UnreadableCell("formula")
    if kind == "e":
        return UnreadableCell("formula_error")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return _text(value, cell)[: LONGEST + 1]


def _text(value: object, cell: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and _PADDED.fullmatch(cell.number_format or ""):
        return f"{value:0{len(cell.number_format)}}"
    return str(value).strip()
