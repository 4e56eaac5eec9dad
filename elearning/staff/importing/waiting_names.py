"""Name changes of a staff list that need a second officer."""

from datetime import datetime
from itertools import batched
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from elearning.accounts.models import User
from elearning.staff.importing.change_plan import build_new_name
from elearning.staff.importing.models import Finding, StaffList
from elearning.staff.models import NameChange
from elearning.staff.name_changes import NAME_PARTS, list_second_officer_cases

if TYPE_CHECKING:
    from elearning.staff.models import StaffMember
    from elearning.staff.name_changes import Name

_AT_ONCE = 1000


def count_names_to_propose(staff_list: StaffList, *, at: datetime) -> int:
    """Return how many names would need a second officer if the list were applied at ``at``."""
    found = _renaming(staff_list).select_related("person").iterator(_AT_ONCE)
    return sum(
        len(list_second_officer_cases(dict(map(_new_name, some)), at=at))
        for some in batched(found, _AT_ONCE, strict=False)
    )


def count_waiting_names(staff_list: StaffList, user: User) -> int:
    """Return for how many people renamed by the list a name change is waiting.

    People outside the remit of ``user`` are not counted.
    """
    people = _renaming(staff_list).values("person")
    waiting = NameChange.objects.visible_to(user).waiting()
    return waiting.filter(person__in=people).values("person").distinct().count()


def _renaming(staff_list: StaffList) -> QuerySet[Finding]:
    """Return the findings of known people whose name the list changes."""
    known = staff_list.findings.exclude(person=None)
    return known.filter(facts__fields__has_any_keys=NAME_PARTS)


def _new_name(finding: Finding) -> "tuple[StaffMember, Name]":
    person = finding.person
    assert person is not None  # noqa: S101 — only findings of known people are read
    return person, build_new_name(finding.facts["fields"], person)
