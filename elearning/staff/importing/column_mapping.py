"""Mapping of columns to fields, by their headings or an earlier mapping."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from elearning.staff.importing.column_kinds import Column
from elearning.staff.importing.columns import COLUMNS, get_column_label
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.folded_words import fold_words
from elearning.staff.importing.table_rows import TableRow

#: The number of rows searched for headings, which a title may precede.
_FIRST_ROWS = 15
_FEWEST = 3


@dataclass(frozen=True)
class HeaderRow:
    """The heading row, and the field of each column."""

    row: int
    texts: list[str]
    columns: dict[str, int] = field(default_factory=dict)

    @cached_property
    def read_columns(self) -> list[Column]:
        """The columns to be read."""
        return list_read_columns(self.columns)


def detect_header(rows: Iterable[TableRow]) -> HeaderRow:
    """Return the row among the first with the most known headings, else the first full one.

    Raises ``StaffListError`` if there is none.
    """
    best: HeaderRow | None = None
    for row, _number in zip(rows, range(_FIRST_ROWS), strict=False):
        if sum(map(bool, row.texts)) < _FEWEST:
            continue
        found = HeaderRow(row.number, row.texts, recognise_columns(row.texts))
        if best is None or len(found.columns) > len(best.columns):
            best = found
    if best is None:
        raise StaffListError("no_header")
    return best


def recognise_columns(texts: Sequence[str]) -> dict[str, int]:
    """Return the columns with known headings in ``texts``; the first of equals."""
    found: dict[str, int] = {}
    for column, text in enumerate(texts):
        name = _FIELD_OF.get(fold_words(text))
        if name:
            found.setdefault(name, column)
    return found


def list_read_columns(columns: Mapping[str, int]) -> list[Column]:
    """Return the columns to be read: the mapped and the required ones.

    Those that another mapped column replaces are left out.
    """
    replaced = {name for mapped in columns for name in COLUMNS[mapped].replaces}
    return [
        column
        for name, column in COLUMNS.items()
        if name not in replaced and (name in columns or column.is_needed)
    ]


def list_missing_fields(columns: Mapping[str, int]) -> list[str]:
    """Return the required fields missing from ``columns``."""
    needed = [column.name for column in list_read_columns(columns)]
    return [name for name in needed if name not in columns]


def check_columns(columns: Mapping[str, int]) -> None:
    """Raise ``StaffListError`` if a required column is missing or one is used twice."""
    for name in list_missing_fields(columns):
        raise StaffListError("column_missing", column=get_column_label(name))
    taken: dict[int, str] = {}
    for name, column in columns.items():
        if column in taken:
            raise StaffListError("column_twice", column=get_column_label(name))
        taken[column] = name


def compute_heading_digest(texts: Sequence[str]) -> str:
    """Return a digest of a set of headings, regardless of their order."""
    known = sorted(fold_words(text) for text in texts if text)
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()


_FIELD_OF = {
    fold_words(heading): column.name
    for column in COLUMNS.values()
    for heading in column.headings.split(";")
}
