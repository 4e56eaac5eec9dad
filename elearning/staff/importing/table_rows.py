"""Rows of a table as they stand in a file, whatever kind of file it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.utils import get_column_letter

#: So many rows a list has at most; the largest service has fewer.
MOST_ROWS = 200_000
#: What stands further right is not looked at.
WIDEST = 60
#: So many characters a cell has at most.
LONGEST = 500
_SHOWN = 120


@dataclass(frozen=True)
class UnreadableCell:
    """What stands in a cell that cannot be read: the code of a sentence about it."""

    code: str
    of: str = ""

    def __bool__(self) -> bool:
        return True


Value = str | date | UnreadableCell


@dataclass(frozen=True)
class TableRow:
    """A row by its number in the file, which the spreadsheet program shows too."""

    number: int
    cells: Sequence[Value]

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)

    @property
    def texts(self) -> list[str]:
        """Its cells as headings are read: what is no text is nothing."""
        return [cell if isinstance(cell, str) else "" for cell in self.cells]


def build_table_row(number: int, cells: Iterable[Value]) -> TableRow:
    """Return a row without the empty cells behind the last one that says something."""
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return TableRow(number, kept)


def format_cell_value(value: Value) -> str:
    """Return what is read in a cell, as far as it is told to whoever mends it."""
    if isinstance(value, UnreadableCell):
        return ""
    return value.isoformat() if isinstance(value, date) else value[:_SHOWN]


def format_cell_reference(row: int, column: int | None) -> str:
    """Return a cell as spreadsheet programs call it: ``C12``; the row alone without a column."""
    return f"{get_column_letter(column + 1)}{row}" if column is not None else str(row)
