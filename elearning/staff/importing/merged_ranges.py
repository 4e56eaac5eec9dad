"""Merged ranges of a sheet, read before it is unpacked and kept as ranges.

A range of forty bytes may cover a whole sheet, so its cost must not depend on its size:
only columns that are read and rows that exist are considered.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from openpyxl.utils import range_boundaries

from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.table_rows import WIDEST

#: A list with more merged ranges is a form, a report or an attack.
MOST_RANGES = 5000
#: The maximum size of a sheet’s XML before and after its rows, which is read as a
#: whole.
MOST_ASIDE = 4 * 1024 * 1024
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_ROWS_BEGIN = re.compile(rb"<(?:\w+:)?sheetData[\s/>]")
_ROWS_END = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_UNREAD = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_CHUNK = 1024 * 1024
#: Longer than the element of a merged range or of the rows.
_OVERLAP = 200


class MergedRanges:
    """The merged ranges of one sheet; rows are requested from the top down."""

    def __init__(self, spans: Iterable[str]) -> None:
        """Take ranges in their written form: ``A1:C3``."""
        found = ((range_boundaries(span), span) for span in spans)
        self._waiting = sorted(found, reverse=True, key=lambda one: one[0][1] or 0)
        self._open: dict[int, tuple[int, str]] = {}

    def in_row(self, number: int) -> dict[int, str]:
        """Return the range that covers each merged column of row ``number``."""
        while self._waiting and (self._waiting[-1][0][1] or 0) <= number:
            (left, _top, right, bottom), span = self._waiting.pop()
            for column in range((left or 1) - 1, min(right or 0, WIDEST)):
                before, _span = self._open.get(column, (0, ""))
                if (bottom or 0) > before:
                    self._open[column] = (bottom or 0, span)
        self._open = {
            column: told for column, told in self._open.items() if told[0] >= number
        }
        return {column: span for column, (_bottom, span) in self._open.items()}


def read_merged_ranges(sheet: IO[bytes]) -> MergedRanges:
    """Return the merged ranges in the XML of a sheet.

    Raises ``StaffListError`` for too many ranges, and for too much data beside the
    rows.
    """
    spans = list(islice(_spans(_looked_through(sheet)), MOST_RANGES + 1))
    if len(spans) > MOST_RANGES:
        raise StaffListError("too_many_merged", most=MOST_RANGES)
    return MergedRanges(spans)


def _looked_through(sheet: IO[bytes]) -> Iterator[bytes]:
    """Yield ``sheet`` in pieces; ``StaffListError`` for too much data beside the rows."""
    head = sheet.read(MOST_ASIDE)
    if not _ROWS_BEGIN.search(_UNREAD.sub(b"", head)):
        raise StaffListError("bomb")
    yield head
    is_over, after, tail = _ROWS_END.search(head) is not None, 0, head[-_OVERLAP:]
    while chunk := sheet.read(_CHUNK):
        after += len(chunk) if is_over else 0
        if after > MOST_ASIDE:
            raise StaffListError("bomb")
        is_over = is_over or _ROWS_END.search(tail + chunk) is not None
        tail = chunk[-_OVERLAP:]
        yield chunk


def _spans(pieces: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        text, last = rest + piece, 0
        for match in _MERGED.finditer(text):
            yield match[1].decode()
            last = match.end()
        rest = text[max(last, len(text) - _OVERLAP) :]
