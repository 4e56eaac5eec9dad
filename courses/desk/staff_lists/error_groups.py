"""Errors of a staff list, grouped by column, value and message."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, QuerySet

from elearning.staff.importing.columns import get_column_label
from elearning.staff.importing.models import Finding, StaffList
from elearning.staff.importing.staff_list_messages import render_staff_list_message
from elearning.staff.importing.table_rows import format_cell_reference

#: The number of cells shown for a group; the log has them all.
_NAMED = 5
_SAME = ("field", "facts__code", "facts__value", "facts__parameters")


@dataclass
class ErrorGroup:
    """An error: its column, the value, the message, and its first cells."""

    column: str
    value: str
    sentence: str
    rows: int
    cells: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    @property
    def more(self) -> int:
        """Return the number of cells that are not shown."""
        return self.rows - len(self.cells)


def group_list_errors(staff_list: StaffList) -> QuerySet[Finding, dict[str, Any]]:
    """Return the errors of ``staff_list`` by group, in order of their first rows."""
    errors = staff_list.findings.filter(kind=Finding.Kind.ERROR)
    alike = errors.values(*_SAME).annotate(rows=Count("pk"), first=Min("row"))
    ordered: QuerySet[Finding, dict[str, Any]] = alike.order_by("first", "field")
    return ordered


def describe_error_groups(
    groups: Iterable[dict[str, Any]], staff_list: StaffList
) -> list[ErrorGroup]:
    """Return ``groups`` in words, with their first cells; one query."""
    wanted = list(groups)
    cells = _cells(staff_list, {one["facts__value"] for one in wanted})
    found = []
    for one in wanted:
        column = staff_list.columns.get(one["field"])
        named = cells[_key(one)][:_NAMED]
        group = ErrorGroup(
            column=get_column_label(one["field"]),
            value=one["facts__value"] or "",
            sentence=render_staff_list_message(
                one["facts__code"], one["facts__parameters"]
            ),
            rows=one["rows"],
            cells=[format_cell_reference(row, column) for row, _number in named],
            numbers=[number for _row, number in named if number],
        )
        found.append(group)
    return found


def _cells(
    staff_list: StaffList, values: set[str | None]
) -> dict[tuple[Any, ...], list[tuple[int, str]]]:
    """Return rows and service numbers of the errors with ``values``, by group."""
    errors = staff_list.findings.filter(kind=Finding.Kind.ERROR).order_by("row", "pk")
    found: dict[tuple[Any, ...], list[tuple[int, str]]] = defaultdict(list)
    for one in errors.values(*_SAME, "row", "staff_number").iterator():
        if one["facts__value"] in values:
            found[_key(one)].append((one["row"], one["staff_number"]))
    return found


def _key(one: dict[str, Any]) -> tuple[Any, ...]:
    return (*(one[name] for name in _SAME[:3]), str(one["facts__parameters"]))
