"""Known data of the people in a list and in the part of the service it is about."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import batched
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Upper

from elearning.staff.importing.columns import DATED_COLUMNS, UNIQUE_COLUMNS
from elearning.staff.importing.import_remit import ImportRemit
from elearning.staff.importing.row_parser import ParsedRow, fold_service_number
from elearning.staff.models import (
    Appointment,
    Establishment,
    RankHeld,
    StaffMember,
    in_force,
)

_AT_ONCE = 10_000


class KnownStaff:
    """People and their dated rows, in a fixed number of queries for each 10,000."""

    def __init__(
        self,
        lines: Sequence[ParsedRow],
        reach: ImportRemit,
        on: date,
        *,
        is_complete: bool,
    ) -> None:
        """Load the people in ``lines``, and those who serve in the list’s part.

        ``missing`` are those a complete list does not name; ``there`` is the number who
        serve in the part that the list is about.
        """
        self.paths = dict(Establishment.objects.values_list("pk", "path"))
        self.people: dict[str, StaffMember] = {}
        self.owners: dict[str, dict[str, StaffMember]] = {}
        self._find_listed(lines)
        listed = {person.pk for person in self.people.values()}
        serving = _serving(reach, on)
        self.there = len(serving)
        absent = serving - listed if is_complete else set()
        self.missing = list(_each(StaffMember.objects.all(), "pk", absent))
        self.appointments = _held(Appointment, listed | absent)
        self.dated = {
            column.name: _held(column.dated_model, listed) for column in DATED_COLUMNS
        }

    def path_of(self, appointment: Appointment) -> str:
        """Return the tree path of an appointment."""
        path: str = self.paths[appointment.establishment_id]
        return path

    def _find_listed(self, lines: Sequence[ParsedRow]) -> None:
        numbers = {fold_service_number(line.number) for line in lines}
        folded = StaffMember.objects.annotate(folded=Upper("staff_number"))
        for person in _each(folded, "folded", numbers):
            self.people[fold_service_number(person.staff_number)] = person
        for column in UNIQUE_COLUMNS:
            said = {line.get(column.name) for line in lines} - {"", None}
            owners = _each(StaffMember.objects.all(), column.name, said)
            self.owners[column.name] = {
                getattr(person, column.name): person for person in owners
            }


def _serving(reach: ImportRemit, on: date) -> set[int]:
    """Return the people who serve on ``on`` in the part that a list is about."""
    where = Q(establishment__path__startswith=reach.scope) if reach.scope else Q()
    held = Appointment.objects.filter(in_force(on), where)
    return set(held.values_list("staff_member", flat=True))


def _held[Row: (Appointment, RankHeld)](
    model: type[Row], people: set[int]
) -> dict[int, list[Row]]:
    """Return the dated rows of ``people``, oldest first."""
    found: dict[int, list[Row]] = defaultdict(list)
    rows = model.objects.order_by("starts_on", "pk")
    for row in _each(rows, "staff_member", people):
        found[row.staff_member_id].append(row)
    return found


def _each[Row: Model](
    rows: QuerySet[Row], field: str, values: set[Any]
) -> Iterator[Row]:
    """Yield the ``rows`` whose ``field`` is one of ``values``, 10,000 at a time."""
    for some in batched(sorted(values), _AT_ONCE, strict=False):
        yield from rows.filter(**{f"{field}__in": some})
