"""The changes of a list, person by person, before they are applied."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from elearning.staff.importing.appointment_comparison import (
    AppointmentEnd,
    AppointmentStart,
)
from elearning.staff.importing.models import (
    CHANGES,
    NAME_PARTS,
    Finding,
    StaffList,
)
from elearning.staff.importing.row_parser import CellFault
from elearning.staff.models import Rank, RankHeld, StaffMember
from elearning.staff.name_changes import Name

Kind = Finding.Kind


@dataclass
class PersonChange:
    """The changes to one person; ``person`` is ``None`` for a new one.

    ``fields`` has the changed fields of their own row, before and after.
    """

    kind: Kind
    row: int
    number: str
    names: tuple[str, str, str]
    person: StaffMember | None = None
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    begins: list[AppointmentStart] = field(default_factory=list)
    ends: list[AppointmentEnd] = field(default_factory=list)
    rank: Rank | None = None
    rank_before: RankHeld | None = None
    rank_from: date | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """Return all changes as plain values, as shown and stored."""
        told: dict[str, Any] = {"names": self.names}
        if self.fields:
            told["fields"] = self.fields
        if self.begins:
            told["begins"] = [vars(one) for one in self.begins]
        if self.ends:
            told["ends"] = [_told(end) for end in self.ends]
        if self.rank:
            before = self.rank_before
            told["rank"] = (before.rank_id if before else None, self.rank.pk)
        return told

    @property
    def has_new_name(self) -> bool:
        """Whether the name of a known person changes."""
        return self.person is not None and not NAME_PARTS.isdisjoint(self.fields)

    def new_name(self, person: StaffMember) -> Name:
        """Return the whole name of ``person`` as the list has it."""
        return (
            self.fields.get("family_name", ("", person.family_name))[1],
            self.fields.get("given_name", ("", person.given_name))[1],
            self.fields.get("patronymic", ("", person.patronymic))[1],
        )


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


def _told(end: AppointmentEnd) -> dict[str, Any]:
    one = end.appointment
    return {
        "pk": one.pk,
        "place": one.establishment_id,
        "post": one.post_id,
        "starts_on": one.starts_on,
        "before": one.ends_on,
        "ends_on": end.on,
        "is_acting": one.is_acting,
        "share": one.share,
    }
