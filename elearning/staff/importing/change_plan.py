"""The changes of a list, person by person, before they are applied."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from elearning.staff.importing.appointment_comparison import (
    AppointmentEnd,
    AppointmentStart,
)
from elearning.staff.importing.column_kinds import DatedChange
from elearning.staff.importing.models import CHANGES, Finding, StaffList
from elearning.staff.importing.row_parser import CellFault
from elearning.staff.models import StaffMember
from elearning.staff.name_changes import NAME_PARTS, Name, build_name_tuple

Kind = Finding.Kind


@dataclass
class PersonChange:
    """The changes to one person; ``person`` is ``None`` for a new one.

    ``fields`` has the changed fields of their own row, before and after, ``dated`` the
    new rows of dated columns.
    """

    kind: Kind
    row: int
    number: str
    names: tuple[str, str, str]
    person: StaffMember | None = None
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    begins: list[AppointmentStart] = field(default_factory=list)
    ends: list[AppointmentEnd] = field(default_factory=list)
    dated: dict[str, DatedChange] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """Return all changes as plain values, as shown and stored."""
        told: dict[str, Any] = {"names": self.names}
        if self.fields:
            told["fields"] = self.fields
        if self.begins:
            told["begins"] = [one.told for one in self.begins]
        if self.ends:
            told["ends"] = [one.told for one in self.ends]
        return told | {name: change.keys for name, change in self.dated.items()}

    @property
    def has_new_name(self) -> bool:
        """Whether the name of a known person changes."""
        return self.person is not None and has_name(self.fields)


@dataclass
class ChangePlan:
    """All changes and faults of a list, with their numbers."""

    changes: list[PersonChange] = field(default_factory=list)
    faults: list[tuple[CellFault, str]] = field(default_factory=list)
    unchanged: int = 0
    rows: int = 0
    there: int = 0
    left_out: int = 0
    nameless: int = 0

    @property
    def counts(self) -> dict[str, Any]:
        kinds = Counter(change.kind for change in self.changes)
        return {
            **{kind.value: kinds[kind] for kind in CHANGES},
            Kind.ERROR.value: len(self.faults),
            "unchanged": self.unchanged,
            "rows": self.rows,
            "there": self.there,
            "left_out": self.left_out,
            "nameless": self.nameless,
        }

    @property
    def digest(self) -> str:
        """A digest by which the applied plan is compared with the confirmed one."""
        seen = hashlib.sha256()
        for finding in self.findings():
            told = [finding.kind, finding.row, finding.staff_number, finding.person_id]
            seen.update(
                json.dumps([*told, finding.facts], cls=DjangoJSONEncoder).encode()
            )
        return seen.hexdigest()

    def findings(self, staff_list: StaffList | None = None) -> list[Finding]:
        """Return the rows in which the plan is stored for ``staff_list``."""
        wrong = [
            Finding(
                staff_list=staff_list,
                kind=Kind.ERROR,
                row=fault.row,
                field=fault.column,
                staff_number=(number or fault.number)[:32],
                facts={
                    "code": fault.code,
                    "parameters": dict(fault.parameters),
                    "value": fault.value,
                },
            )
            for fault, number in self.faults
        ]
        return wrong + [
            Finding(
                staff_list=staff_list,
                kind=change.kind,
                row=change.row,
                staff_number=change.number,
                person=change.person,
                facts=change.facts,
            )
            for change in self.changes
        ]


def has_name(fields: Mapping[str, Any]) -> bool:
    """Tell whether the changed ``fields`` of a person have a part of their name."""
    return not fields.keys().isdisjoint(NAME_PARTS)


def build_new_name(fields: Mapping[str, Any], person: StaffMember) -> Name:
    """Return the whole name of ``person`` after the change of ``fields``."""
    family, given, patronymic = (
        fields.get(part, ("", now))[1]
        for part, now in zip(NAME_PARTS, build_name_tuple(person), strict=True)
    )
    return family, given, patronymic
