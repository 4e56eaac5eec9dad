"""Findings of a comparison in words: people, places, days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elearning.staff.importing.column_kinds import Names
from elearning.staff.importing.columns import (
    APPOINTMENT_COLUMNS,
    DATED_COLUMNS,
    PERSON_COLUMNS,
    load_name_indexes,
)
from elearning.staff.importing.models import Finding, StaffList


@dataclass
class FindingRow:
    """A finding in words: the row of the file, the person, and sentences."""

    finding: Finding
    cell: str
    name: str = ""
    told: list[str] = field(default_factory=list)


def iter_finding_rows(
    findings: Iterable[Finding], staff_list: StaffList
) -> Iterator[FindingRow]:
    """Yield ``findings`` in words; three queries, whatever their number."""
    names = load_name_indexes()
    for one in findings:
        if one.kind == Finding.Kind.ERROR:
            cell = one.cell_in(staff_list.columns)
            yield FindingRow(one, cell, told=[one.sentence])
        else:
            name = " ".join(filter(None, one.facts["names"]))
            row = str(one.row or "")
            yield FindingRow(one, row, name, list(_told(one.facts, names)))


def _told(facts: dict[str, Any], names: Names) -> Iterator[str]:
    """Yield sentences about what ends, what begins, dated rows, and changed fields."""
    for one in facts.get("ends", ()):
        yield _post(one, names) + ": " + _until(one["ends_on"])
    for one in facts.get("begins", ()):
        yield _post(one, names) + ": " + _days(one["starts_on"], one["ends_on"])
    for dated in DATED_COLUMNS:
        if keys := facts.get(dated.name):
            named = names[dated.name].by_key
            before, after = (str(named.get(key) or "") for key in keys)
            yield _change(dated.label, before, after)
    fields = facts.get("fields", {})
    is_new = "begins" in facts and not any(was for was, _now in fields.values())
    if not is_new:
        for column in PERSON_COLUMNS:
            if column.name in fields:
                yield _change(column.label, *map(column.show, fields[column.name]))


def _post(one: dict[str, Any], names: Names) -> str:
    """Return a post and its place, with what does not go without saying."""
    post = names["post"].by_key.get(one["post"], "")
    place = names["establishment"].by_key.get(one["place"], "")
    facts = (column.show(one[column.name]) for column in APPOINTMENT_COLUMNS)
    return ", ".join([f"{post}, {place}", *filter(None, facts)])


def _days(first: str, last: str | None) -> str:
    if last:
        return _("from %(first)s to %(last)s") % {
            "first": _day(first),
            "last": _day(last),
        }
    return _("from %(day)s") % {"day": _day(first)}


def _until(last: str | None) -> str:
    return _("until %(day)s") % {"day": _day(last)} if last else _("ongoing")


def _change(what: object, before: str, after: str) -> str:
    return f"{what}: {before or '—'} → {after}"


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "SHORT_DATE_FORMAT")
