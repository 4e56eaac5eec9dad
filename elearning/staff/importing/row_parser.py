"""Parsing of list rows, with the faults of their cells."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from elearning.staff.importing import cell_parsers
from elearning.staff.importing.cell_parsers import CellError
from elearning.staff.importing.column_mapping import HeaderRow, recognise_columns
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.name_index import NameIndex, ReferenceNames
from elearning.staff.importing.table_rows import MOST_ROWS, TableRow, format_cell_value
from elearning.staff.models import Establishment, Post, Rank

_KEY_LONGEST = 64
_TITLE_LONGEST = 255
_PARTS = 3
#: The number of cells with lost letters from which the whole file counts as damaged.
_LOST = 3
_LOST_LETTER = re.compile(r"\?\w|\ufffd")
_OF_NAMES = frozenset({"not_a_name", "unknown_place", "unknown_post", "unknown_rank"})
#: The maximum number of codes listed for rows with the same name.
_MOST_CODES = 5
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


@dataclass(frozen=True)
class ParsedRow:
    """The content of one row; missing values are empty or ``None``."""

    row: int
    number: str
    names: tuple[str, str, str]
    language: str
    external_id: str
    place: Establishment
    post: Post
    rank: Rank | None
    starts_on: date | None
    ends_on: date | None
    is_acting: bool | None
    share: int | None


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
    names: ReferenceNames,
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
        reader = _Reader(row, header.columns, names, on)
        line = reader.line()
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


class _Reader:
    """The parser of one row."""

    def __init__(
        self, row: TableRow, columns: Mapping[str, int], names: ReferenceNames, on: date
    ) -> None:
        self._row = row
        self._columns = columns
        self._names = names
        self._on = on
        self.faults: list[CellFault] = []
        self.number = ""

    def line(self) -> ParsedRow | None:
        """Return the parsed row, or ``None`` if a cell is faulty."""
        self.number = (
            self._need("staff_number", cell_parsers.parse_service_number) or ""
        )
        names = self._full_name() if "full_name" in self._columns else self._parts()
        place = self._need("establishment", self._place)
        post = self._need("post", _called(self._names.posts, "post"))
        starts_on, ends_on = (
            self._read("starts_on", cell_parsers.parse_date),
            self._read("ends_on", cell_parsers.parse_date),
        )
        self._demand_order(starts_on, ends_on)
        rest = {
            "language": self._read("language", cell_parsers.parse_language) or "",
            "external_id": self._read("external_id", _text(_KEY_LONGEST)) or "",
            "rank": self._read("rank", _called(self._names.ranks, "rank")),
            "is_acting": self._read("is_acting", cell_parsers.parse_yes_no),
            "share": self._read("share", cell_parsers.parse_share),
        }
        if self.faults:
            return None
        return ParsedRow(
            row=self._row.number,
            number=self.number,
            names=names,
            place=place,
            post=post,
            starts_on=starts_on,
            ends_on=ends_on,
            **rest,
        )

    def _parts(self) -> tuple[str, str, str]:
        return (
            self._need("family_name", cell_parsers.parse_name) or "",
            self._need("given_name", cell_parsers.parse_name) or "",
            self._read("patronymic", cell_parsers.parse_name) or "",
        )

    def _full_name(self) -> tuple[str, str, str]:
        parts = (self._need("full_name", cell_parsers.parse_name) or "").split(
            " ", _PARTS - 1
        )
        if len(parts) == 1 and parts[0]:
            self._blame("full_name", "not_a_name")
        family, given, patronymic = (*parts, "", "", "")[:_PARTS]
        return family, given, patronymic

    def _place(self, value: Any) -> Establishment | None:
        found: Establishment | None = _called(self._names.places, "place")(value)
        if found and found.closed_on is not None and found.closed_on < self._on:
            raise CellError("closed_place")
        return found

    def _demand_order(self, starts_on: date | None, ends_on: date | None) -> None:
        if ends_on is None:
            return
        if starts_on is not None and ends_on < starts_on:
            self._blame("ends_on", "order")
        elif starts_on is None and ends_on < self._on:
            self._blame("starts_on", "first_day_needed")

    def _need(self, name: str, read: Callable[[Any], Any]) -> Any:
        before = len(self.faults)
        value = self._read(name, read)
        if not value and len(self.faults) == before:
            self._blame(name, "missing")
        return value

    def _read(self, name: str, read: Callable[[Any], Any]) -> Any:
        column = self._columns.get(name)
        if column is None:
            return None
        row = self._row.cells
        value = row[column] if column < len(row) else ""
        try:
            return read(value)
        except CellError as error:
            self._blame(name, error.code, error.parameters, format_cell_value(value))
            return None

    def _blame(
        self,
        name: str,
        code: str,
        parameters: Mapping[str, Any] = MappingProxyType({}),
        value: str = "",
    ) -> None:
        row = self._row.number
        self.faults.append(CellFault(row, name, code, parameters, value, self.number))


def _text(most: int) -> Callable[[Any], str]:
    return lambda value: cell_parsers.parse_text(value, most)


def _called(rows: NameIndex, kind: str) -> Callable[[Any], Any]:
    """Return a function that finds the one row a cell names."""

    def read(value: Any) -> Any:
        text = cell_parsers.parse_text(value, _TITLE_LONGEST)
        if not text:
            return None
        found = rows.find(text)
        if len(found) > 1:
            codes = ", ".join(row.code for row in found[:_MOST_CODES])
            raise CellError(f"ambiguous_{kind}", codes=codes)
        if not found:
            raise CellError(f"unknown_{kind}")
        return found[0]

    return read
