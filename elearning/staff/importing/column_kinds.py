"""Kinds of columns of a staff list, by what their cells change.

A cell that is empty says nothing: its value is empty or ``None``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from elearning.staff.importing.cell_parsers import CellError, limit_text
from elearning.staff.importing.name_index import NameIndex
from elearning.staff.importing.table_rows import Value
from elearning.staff.models import Appointment, StaffMember
from elearning.staff.name_changes import NAME_PARTS

type Names = Mapping[str, NameIndex]

_parse_title = limit_text(255)
#: The maximum number of codes listed for rows with the same name.
_MOST_CODES = 5


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a staff list, with what all kinds have.

    ``headings`` are those it is recognised by, separated by semicolons. ``parse``
    returns the value of a cell or raises ``CellError``; ``messages`` has the codes of
    this column alone. ``contradiction`` is the code of the message about two rows of
    one person that differ here; without one they may. ``replaces`` names columns that
    are not read beside this one.
    """

    name: str
    label: object
    headings: str
    parse: Callable[[Value], Any]
    messages: Mapping[str, object] = field(default_factory=dict)
    is_needed: bool = False
    contradiction: str = ""
    replaces: tuple[str, ...] = ()

    def parse_cell(self, value: Value, names: Names, on: date) -> Any:
        """Return the value of a cell, as of the day ``on``; raises ``CellError``."""
        return self.parse(value)

    def find_fault(self, said: Any) -> str:
        """Return the code of the message about a parsed value, if it has a fault."""
        return "missing" if self.is_needed and not said else ""

    def split(self, said: Any) -> dict[str, Any]:
        """Return the values of a cell by the columns that they belong to."""
        return {self.name: said}


class FullNameColumn(Column):
    """All parts of a name; words after the second belong to the patronymic."""

    def find_fault(self, said: str) -> str:
        if not said:
            return "missing"
        return "" if " " in said else "not_a_name"

    def split(self, said: str | None) -> dict[str, Any]:
        words = (said or "").split(" ", len(NAME_PARTS) - 1)
        return dict(zip(NAME_PARTS, [*words, "", ""], strict=False))


@dataclass(frozen=True, kw_only=True)
class PersonColumn(Column):
    """A plain attribute of ``StaffMember`` of the same name.

    ``initial`` is its value for a new person if the list says nothing. A value that
    ``is_unique`` belongs to one person. ``show`` returns the words for a stored value.
    """

    contradiction: str = "other_detail"
    initial: str = ""
    is_unique: bool = False
    show: Callable[[Any], str] = str

    def compare(self, said: Any, person: StaffMember | None) -> tuple[Any, Any] | None:
        """Return the value before and after; ``None`` if the cell changes nothing."""
        known = getattr(person, self.name, None)
        before = known if is_said(known) else ""
        after = said if is_said(said) or person else self.initial
        return (before, after) if is_said(after) and after != before else None


@dataclass(frozen=True, kw_only=True)
class AppointmentColumn(Column):
    """A fact of ``Appointment`` of the same name, by default that of a new one.

    ``show`` returns the words for a value, empty for one that goes without saying.
    """

    default: Any
    show: Callable[[Any], str] = str

    def resolve(self, said: Any, before: Appointment | None) -> Any:
        """Return the fact of a new appointment, which may continue the one ``before``."""
        return said if is_said(said) else getattr(before, self.name, self.default)

    def differs(self, said: Any, known: Appointment) -> bool:
        """Tell whether the cell contradicts a known appointment."""
        return is_said(said) and said != getattr(known, self.name)


@dataclass(frozen=True, kw_only=True)
class NamedRowColumn(Column):
    """A code, key or title of a row of ``model``, which is the value.

    ``kind`` ends the codes of its messages: ``unknown_post``, ``ambiguous_post``.
    """

    parse: Callable[[Value], Any] = _parse_title
    model: Any
    kind: str

    def parse_cell(self, value: Value, names: Names, on: date) -> Any:
        text = self.parse(value)
        if not text:
            return None
        found = names[self.name].find(text)
        if len(found) > 1:
            codes = ", ".join(row.code for row in found[:_MOST_CODES])
            raise CellError(f"ambiguous_{self.kind}", codes=codes)
        if not found:
            raise CellError(f"unknown_{self.kind}")
        return found[0]


class EstablishmentColumn(NamedRowColumn):
    """An establishment that is not closed."""

    def parse_cell(self, value: Value, names: Names, on: date) -> Any:
        found = super().parse_cell(value, names, on)
        if found and found.closed_on is not None and found.closed_on < on:
            raise CellError("closed_place")
        return found


@dataclass(frozen=True)
class DatedChange:
    """A named row for a person from a day on, in place of the dated row ``before``.

    ``keys`` are those of the named rows before and after.
    """

    named: Any
    before: Any
    keys: tuple[Any, Any]


@dataclass(frozen=True, kw_only=True)
class DatedColumn(NamedRowColumn):
    """A named row that a person has for a time, in a row of ``dated_model``.

    ``begun`` and ``ended`` are actions of the audit log.
    """

    contradiction: str = "other_detail"
    dated_model: Any
    begun: str
    ended: str

    def compare(self, said: Any, held: Sequence[Any], on: date) -> DatedChange | None:
        """Return the change from ``on`` on, if any; raises ``CellError``.

        ``held`` are the known dated rows of the person, oldest first.
        """
        if said is None:
            return None
        now = [one for one in held if one.ends_on is None or one.ends_on >= on]
        before = now[-1] if now else None
        keys = (getattr(before, f"{self.name}_id", None), said.pk)
        if keys[0] == keys[1]:
            return None
        if before is not None and before.starts_on >= on:
            raise CellError("began_the_same_day")
        return DatedChange(said, before, keys)


def is_said(value: Any) -> bool:
    """Tell whether a cell says something; “no” and 0 do."""
    return value is not None and value != ""
