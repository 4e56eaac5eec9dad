"""Comparison of a list with the known data: new people, changes, departures and faults."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from elearning.staff.importing.appointment_comparison import (
    AppointmentComparison,
    AppointmentEnd,
)
from elearning.staff.importing.cell_parsers import CellError
from elearning.staff.importing.change_plan import ChangePlan, Kind, PersonChange
from elearning.staff.importing.column_kinds import is_said
from elearning.staff.importing.columns import (
    DATED_COLUMNS,
    PERSON_COLUMNS,
    UNIQUE_COLUMNS,
    load_name_indexes,
)
from elearning.staff.importing.import_remit import ImportRemit, get_import_remit
from elearning.staff.importing.known_staff import KnownStaff
from elearning.staff.importing.models import StaffList
from elearning.staff.importing.row_conflicts import list_row_conflicts
from elearning.staff.importing.row_parser import (
    CellFault,
    ParsedList,
    ParsedRow,
    fold_service_number,
    parse_rows,
)
from elearning.staff.importing.staff_list_files import read_list_rows
from elearning.staff.models import Appointment, StaffMember
from elearning.staff.name_changes import build_name_tuple


def read_staff_list(
    staff_list: StaffList, progress: Callable[[int], None] = lambda _rows: None
) -> ParsedList:
    """Return the parsed file of ``staff_list``; raises ``StaffListError``."""
    return parse_rows(
        read_list_rows(staff_list),
        staff_list.found_header,
        load_name_indexes(),
        on=staff_list.on,
        progress=progress,
    )


def compare_staff_list(said: ParsedList, staff_list: StaffList) -> ChangePlan:
    """Return the changes ``said`` would make to the present data, and its faults.

    People with a faulty row stay unchanged. Changes the uploader has no right to make,
    and a change of their own name, are faults. Raises ``StaffListError``.
    """
    reach = get_import_remit(staff_list, staff_list.uploaded_by)
    known = KnownStaff(
        said.lines, reach, staff_list.on, is_complete=staff_list.is_complete
    )
    return _Comparison(said, staff_list, reach, known).plan()


class _Comparison:
    """The comparison of a parsed list with the known data of its people."""

    def __init__(
        self,
        said: ParsedList,
        staff_list: StaffList,
        reach: ImportRemit,
        known: KnownStaff,
    ) -> None:
        self._said = said
        self._list = staff_list
        self._on = staff_list.on
        self._reach = reach
        self._known = known
        self._lines: dict[str, list[ParsedRow]] = defaultdict(list)
        for line in said.lines:
            self._lines[fold_service_number(line.number)].append(line)
        self._keys: dict[tuple[str, Any], ParsedRow] = {}

    def plan(self) -> ChangePlan:
        """Compare all people in the list, then those missing from it."""
        said = self._said
        plan = ChangePlan(
            rows=said.rows, there=self._known.there, nameless=said.nameless
        )
        plan.faults = [(fault, "") for fault in said.faults]
        bad = set(said.bad)
        for number, lines in self._lines.items():
            faults, change = self._person(number, lines)
            if number in said.bad or faults:
                bad.add(number)
                plan.faults += [(fault, lines[0].number) for fault in faults]
            elif change:
                plan.changes.append(change)
            else:
                plan.unchanged += 1
        plan.left_out = len(bad)
        plan.changes += self._departures(bad)
        plan.changes.sort(key=lambda change: (change.row, change.number))
        plan.faults.sort(key=lambda told: told[0].row)
        return plan

    def _person(
        self, number: str, lines: list[ParsedRow]
    ) -> tuple[list[CellFault], PersonChange | None]:
        person = self._known.people.get(number)
        faults = self._outside(person, lines) or [
            *list_row_conflicts(lines, self._on),
            *self._key_faults(person, lines[0]),
        ]
        if faults:
            return faults, None
        held = self._held(person, lines)
        if held.faults:
            return held.faults, None
        change = PersonChange(
            kind=Kind.CHANGED,
            row=lines[0].row,
            number=person.staff_number if person else lines[0].number,
            names=lines[0].names,
            person=person,
            fields=_fields(person, lines[0]),
            begins=held.begins,
            ends=held.ends,
        )
        faults = self._dated(change, lines[0])
        if (
            change.has_new_name
            and person
            and person.user_id == self._list.uploaded_by_id is not None
        ):
            faults.append(CellFault(change.row, self._name_field(), "own_name"))
        if person is None:
            change.kind = Kind.NEW
        elif held.begins or held.ends:
            change.kind = Kind.MOVED
        elif not change.fields and not change.dated:
            return faults, None
        return faults, change

    def _outside(
        self, person: StaffMember | None, lines: list[ParsedRow]
    ) -> list[CellFault]:
        """Return the faults of rows outside the officer’s remit."""
        held = self._known.appointments[person.pk] if person else []
        if person and not self._reach.has_person(held, self._known.paths, self._on):
            return [
                CellFault(line.row, "staff_number", "person_outside") for line in lines
            ]
        return [
            CellFault(line.row, "establishment", "place_outside", value=line.place.code)
            for line in lines
            if not self._reach.covers(line.place.path)
        ]

    def _key_faults(
        self, person: StaffMember | None, line: ParsedRow
    ) -> list[CellFault]:
        """Return the fault of a unique value of somebody else, known or in the list."""
        for column in UNIQUE_COLUMNS:
            key = line.get(column.name)
            if not is_said(key):
                continue
            owner = self._known.owners[column.name].get(key)
            if owner is not None and owner != person:
                return [CellFault(line.row, column.name, "other_key")]
            first = self._keys.setdefault((column.name, key), line)
            if first is not line:
                row = {"row": first.row}
                return [CellFault(line.row, column.name, "key_twice", row)]
        return []

    def _held(
        self, person: StaffMember | None, lines: list[ParsedRow]
    ) -> AppointmentComparison:
        held = AppointmentComparison(
            self._on,
            may_end=lambda one: self._reach.covers(self._known.path_of(one)),
            is_listed=self._is_listed,
        )
        held.compare(lines, self._known.appointments[person.pk] if person else [])
        return held

    def _is_listed(self, one: Appointment) -> bool:
        """Tell whether the list would name an appointment if it still held."""
        is_here = self._reach.lists(self._known.path_of(one))
        return self._list.is_complete and is_here

    def _dated(self, change: PersonChange, line: ParsedRow) -> list[CellFault]:
        """Add new dated rows to ``change``; return the faults if they cannot be."""
        faults = []
        for column in DATED_COLUMNS:
            known = self._known.dated[column.name]
            held = known[change.person.pk] if change.person else []
            try:
                found = column.compare(line.get(column.name), held, self._on)
            except CellError as error:
                faults.append(CellFault(change.row, column.name, error.code))
            else:
                change.dated |= {column.name: found} if found else {}
        return faults

    def _departures(self, bad: set[str]) -> list[PersonChange]:
        """Return the departures of people whom a complete list does not name."""
        found = []
        for person in self._known.missing:
            if fold_service_number(person.staff_number) in bad:
                continue
            ends = self._held_by_missing(person)
            if ends:
                names = build_name_tuple(person)
                change = PersonChange(Kind.LEFT, 0, person.staff_number, names, person)
                change.ends = ends
                found.append(change)
        return found

    def _held_by_missing(self, person: StaffMember) -> list[AppointmentEnd]:
        return [
            AppointmentEnd(one, self._on)
            for one in self._known.appointments[person.pk]
            if one.holds_on(self._on)
            and self._is_listed(one)
            and (one.ends_on is None or one.ends_on > self._on)
        ]

    def _name_field(self) -> str:
        columns = self._list.columns
        return "full_name" if "full_name" in columns else "family_name"


def _fields(person: StaffMember | None, line: ParsedRow) -> dict[str, tuple[Any, Any]]:
    """Return the changed fields of a person’s own row; empty cells change nothing."""
    compared = {
        column.name: column.compare(line.get(column.name), person)
        for column in PERSON_COLUMNS
    }
    return {name: change for name, change in compared.items() if change}
