"""Table rows, independent of the file type."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.utils import get_column_letter

#: The maximum number of rows; the largest service has fewer.
MOST_ROWS = 200_000
#: The maximum number of columns; further ones are ignored.
WIDEST = 60
#: The maximum number of characters in a cell.
LONGEST = 500
_SHOWN = 120


@dataclass(frozen=True)
class UnreadableCell:
    """An unreadable cell, with the code of a message about it."""

    code: str
    of: str = ""

    def __bool__(self) -> bool:
        return True


Value = str | date | UnreadableCell


@dataclass(frozen=True)
class TableRow:
    """A row with its number in the file, as spreadsheet programs show it."""

    number: int
    cells: Sequence[Value]

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)

    @property
    def texts(self) -> list[str]:
        """Its cells as headings; anything but text is empty."""
        return [cell if isinstance(cell, str) else "" for cell in self.cells]


def build_table_row(number: int, cells: Iterable[Value]) -> TableRow:
    """Return a row without the empty cells at its end."""
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return TableRow(number, kept)


def format_cell_value(value: Value) -> str:
    """Return the content of a cell as shown in messages."""
    if isinstance(value, UnreadableCell):
        return ""
    return value.isoformat() if isinstance(value, date) else value[:_SHOWN]


def format_cell_reference(row: int, column: int | None) -> str:
    """Return a cell reference as in spreadsheet programs, ``C12``, or only the row."""
    return f"{get_column_letter(column + 1)}{row}" if column is not None else str(row)
