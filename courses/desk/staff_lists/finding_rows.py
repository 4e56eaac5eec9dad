"""Findings of a comparison in words: people, places, days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elearning.languages import OWN_NAMES
from elearning.staff.importing.column_mapping import FIELDS
from elearning.staff.importing.models import Finding, StaffList
from elearning.staff.importing.name_index import ReferenceNames

_FULL = 100


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
    names = ReferenceNames()
    for one in findings:
        if one.kind == Finding.Kind.ERROR:
            cell = one.cell_in(staff_list.columns)
            yield FindingRow(one, cell, told=[one.sentence])
        else:
            name = " ".join(filter(None, one.facts["names"]))
            row = str(one.row or "")
            yield FindingRow(one, row, name, list(_told(one.facts, names)))


def _told(facts: dict[str, Any], names: ReferenceNames) -> Iterator[str]:
    """Yield sentences about what ends, what begins, the rank, and changed fields."""
    for one in facts.get("ends", ()):
        yield _post(one, names) + ": " + _until(one["ends_on"])
    for one in facts.get("begins", ()):
        yield _post(one, names) + ": " + _days(one["starts_on"], one["ends_on"])
    if rank := facts.get("rank"):
        before, after = (names.ranks.by_key.get(key) for key in rank)
        yield _change(_("Rank"), str(before or ""), str(after or ""))
    is_new = "begins" in facts and not any(
        was for was, _now in facts.get("fields", {}).values()
    )
    for name, (was, now) in facts.get("fields", {}).items():
        if not is_new:
            yield _change(str(FIELDS[name]), _value(name, was), _value(name, now))


def _post(one: dict[str, Any], names: ReferenceNames) -> str:
    """Return a post and its place, with “acting” and the share if it is not full."""
    post = names.posts.by_key.get(one["post"], "")
    place = names.places.by_key.get(one["place"], "")
    parts = [f"{post}, {place}"]
    if one["is_acting"]:
        parts.append(_("acting"))
    if one["share"] != _FULL:
        parts.append(f"{one['share']} %")
    return ", ".join(parts)


def _days(first: str, last: str | None) -> str:
    if last:
        return _("from %(first)s to %(last)s") % {
            "first": _day(first),
            "last": _day(last),
        }
    return _("from %(day)s") % {"day": _day(first)}


def _until(last: str | None) -> str:
    return _("until %(day)s") % {"day": _day(last)} if last else _("ongoing")


def _change(what: str, before: str, after: str) -> str:
    return f"{what}: {before or '—'} → {after}"


def _value(name: str, value: str) -> str:
    return OWN_NAMES.get(value, value) if name == "language" else value


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "SHORT_DATE_FORMAT")
