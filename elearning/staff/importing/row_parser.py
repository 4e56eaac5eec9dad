"""Parsing of list rows, with the faults of their cells."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from elearning.staff.importing.cell_parsers import CellError
from elearning.staff.importing.column_kinds import Column, Names
from elearning.staff.importing.column_mapping import HeaderRow, recognise_columns
from elearning.staff.importing.columns import NAMED_ROW_COLUMNS
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.table_rows import MOST_ROWS, TableRow, format_cell_value
from elearning.staff.models import Establishment, Post
from elearning.staff.name_changes import NAME_PARTS, Name

#: The number of cells with lost letters from which the whole file counts as damaged.
_LOST = 3
_LOST_LETTER = re.compile(r"\?\w|\ufffd")
_OF_NAMES = {"not_a_name"} | {f"unknown_{one.kind}" for one in NAMED_ROW_COLUMNS}
#: With more faulty cells, the list as a whole is wrong.
_MOST_FAULTS = 20_000


@dataclass(frozen=True)
class CellFault:
    """A faulty cell, with the code of a message and its parameters.

    ``value`` is the content of the cell, ``number`` the service number of its row, as
    far as they are known.
    """

    row: int
    column: str
    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    value: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """The values of one row by column, and those that its appointment is found by."""

    row: int
    number: str
    place: Establishment
    post: Post
    starts_on: date | None
    ends_on: date | None
    values: Mapping[str, Any]

    def get(self, name: str) -> Any:
        """Return the value of a column, ``None`` if the list does not have it."""
        return self.values.get(name)

    @property
    def names(self) -> Name:
        family, given, patronymic = (self.get(part) or "" for part in NAME_PARTS)
        return family, given, patronymic


@dataclass
class ParsedList:
    """All rows of a list, all faults, and the service numbers they concern."""

    lines: list[ParsedRow] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    bad: set[str] = field(default_factory=set)
    rows: int = 0
    nameless: int = 0


def parse_rows(
    rows: Iterable[TableRow],
    header: HeaderRow,
    names: Names,
    *,
    on: date,
    progress: Callable[[int], None] = lambda _rows: None,
) -> ParsedList:
    """Parse the rows below ``header``, as of the day ``on`` of the list.

    ``progress`` is called with the number of rows read. Raises ``StaffListError`` if
    there are none.
    """
    found = ParsedList()
    for row in _below(rows, header):
        found.rows += 1
        if found.rows > MOST_ROWS:
            raise StaffListError("too_many_rows", most=MOST_ROWS)
        if _repeats(row, header):
            found.faults.append(CellFault(row.number, "staff_number", "second_header"))
            continue
        reader = _RowReader(row, header, names, on)
        line = reader.read()
        if line is None:
            found.faults += reader.faults
            number = fold_service_number(reader.number)
            found.nameless += not number
            found.bad |= {number} - {""}
        else:
            found.lines.append(line)
        if len(found.faults) > _MOST_FAULTS:
            raise StaffListError("too_many_errors", most=_MOST_FAULTS)
        progress(found.rows)
    if not found.rows:
        raise StaffListError("no_rows")
    if sum(map(_has_lost_letters, found.faults)) >= _LOST:
        raise StaffListError("lost_letters")
    return found


def fold_service_number(number: str) -> str:
    """Return a service number as compared, regardless of case."""
    return number.upper()


def _has_lost_letters(fault: CellFault) -> bool:
    """Tell whether a program without Kazakh letters replaced them by other characters."""
    return fault.code in _OF_NAMES and _LOST_LETTER.search(fault.value) is not None


def _below(rows: Iterable[TableRow], header: HeaderRow) -> Iterator[TableRow]:
    return (row for row in rows if row.number > header.row and not row.is_empty)


def _repeats(row: TableRow, header: HeaderRow) -> bool:
    if row.texts[: len(header.texts)] == header.texts:
        return True
    texts = [row.texts[i] for i in header.columns.values() if i < len(row.texts)]
    filled = [text for text in texts if text]
    return len(filled) > 1 and len(recognise_columns(filled)) == len(filled)


class _RowReader:
    """The parser of one row."""

    def __init__(
        self, row: TableRow, header: HeaderRow, names: Names, on: date
    ) -> None:
        self._row = row
        self._header = header
        self._names = names
        self._on = on
        self.faults: list[CellFault] = []
        self.number = ""

    def read(self) -> ParsedRow | None:
        """Return the parsed row, or ``None`` if a cell is faulty."""
        values: dict[str, Any] = {}
        for column in self._header.read_columns:
            values |= column.split(self._read(column))
            self.number = values["staff_number"] or ""
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        self._demand_order(starts_on, ends_on)
        if self.faults:
            return None
        return ParsedRow(
            self._row.number,
            self.number,
            values["establishment"],
            values["post"],
            starts_on,
            ends_on,
            values,
        )

    def _read(self, column: Column) -> Any:
        """Return the value of a cell, ``None`` if it is faulty."""
        place = self._header.columns.get(column.name, len(self._row.cells))
        value = self._row.cells[place] if place < len(self._row.cells) else ""
        try:
            said = column.parse_cell(value, self._names, self._on)
        except CellError as error:
            shown = format_cell_value(value)
            self._blame(column.name, error.code, error.parameters, shown)
            return None
        if code := column.find_fault(said):
            self._blame(column.name, code)
        return said

    def _demand_order(self, starts_on: date | None, ends_on: date | None) -> None:
        if ends_on is None:
            return
        if starts_on is not None and ends_on < starts_on:
            self._blame("ends_on", "order")
        elif starts_on is None and ends_on < self._on:
            self._blame("starts_on", "first_day_needed")

    def _blame(
        self,
        name: str,
        code: str,
        parameters: Mapping[str, Any] = MappingProxyType({}),
        value: str = "",
    ) -> None:
        row = self._row.number
        self.faults.append(CellFault(row, name, code, parameters, value, self.number))
