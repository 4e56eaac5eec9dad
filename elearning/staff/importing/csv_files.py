"""CSV lists in UTF-8, UTF-16, Windows-1251 and KZ-1048, with comma, semicolon or tab."""

import csv
import io
import re
from collections.abc import Iterator

from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.table_rows import (
    LONGEST,
    MOST_ROWS,
    WIDEST,
    TableRow,
    build_table_row,
)

_DELIMITERS = ";,\t"
_SEPARATOR_LINE = re.compile(r'\A"?sep=(.)"?\r?\n', re.IGNORECASE)
#: Characters that appear when a KZ-1048 file is read as Windows-1251.
_OF_KAZAKH = re.compile("[ЈјЄєЌќЅѕЎўЇїЋћҐґ]")
_LOOKED_AT = 50


def read_csv(content: bytes) -> Iterator[TableRow]:
    """Yield the rows of a CSV file; raises ``StaffListError`` for anything but text."""
    text = _decoded(content)
    if "\x00" in text:
        raise StaffListError("not_a_table")
    told = _SEPARATOR_LINE.match(text)
    text, skipped = (text[told.end() :], 1) if told else (text, 0)
    if text.count("\n") > MOST_ROWS * 2:
        raise StaffListError("too_many_rows", most=MOST_ROWS)
    delimiter = told[1] if told else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = skipped
    try:
        for number, cells in enumerate(reader, start=1 + skipped):
            if number > MOST_ROWS + _LOOKED_AT:
                raise StaffListError("too_many_rows", most=MOST_ROWS)
            yield build_table_row(number, [_tidy(cell) for cell in cells[:WIDEST]])
    except csv.Error as error:
        raise StaffListError("quote", row=number) from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", errors="replace")
        if _OF_KAZAKH.search(text):
            return content.decode("kz1048", errors="replace")
        return text


def _delimiter(text: str) -> str:
    """Return the most frequent delimiter in the first lines."""
    lines = text.splitlines()[:_LOOKED_AT]
    return max(_DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines))


def _tidy(cell: str) -> str:
    return cell.strip()[: LONGEST + 1]
