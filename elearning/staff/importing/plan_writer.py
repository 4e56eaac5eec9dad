"""Application of a confirmed list: exactly what was shown, completely or not at all."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.db import transaction

from elearning.accounts.models import User as Account
from elearning.audit import audit_log
from elearning.staff import bulk_staff_changes
from elearning.staff.events import PeopleChanged, PeopleRenamed
from elearning.staff.importing.change_plan import (
    ChangePlan,
    PersonChange,
    build_new_name,
)
from elearning.staff.importing.columns import DATED_COLUMNS, PERSON_COLUMNS
from elearning.staff.importing.import_remit import get_import_remit
from elearning.staff.importing.models import StaffList
from elearning.staff.importing.staff_list_comparison import (
    compare_staff_list,
    read_staff_list,
)
from elearning.staff.models import NameChange, StaffMember
from elearning.staff.name_changes import (
    NAME_PARTS,
    Name,
    build_name_change,
    build_proposal_audit_entry,
    list_second_officer_cases,
)

_State = StaffList.State
_AT_ONCE = 1000
_DAY = timedelta(days=1)
#: Attributes of a person that change without the process of names.
_CORRECTED = [one.name for one in PERSON_COLUMNS if one.name not in NAME_PARTS]


class ListClosedError(Exception):
    """The list was cancelled, or another worker has applied it."""


class PlanOutdatedError(Exception):
    """The known data have changed since the list was confirmed."""


def apply_staff_list(
    staff_list: StaffList,
    at: datetime,
    progress: Callable[[int], None] = lambda _rows: None,
) -> None:
    """Apply ``staff_list`` in one transaction, so that a kill at any point changes nothing.

    The file is read first, so that the transaction is short. Raises ``StaffListError``,
    ``PlanOutdatedError`` if the comparison differs from the confirmed one, and
    ``ListClosedError``.
    """
    said = read_staff_list(staff_list, progress)
    with transaction.atomic():
        _let_nobody_else_write()
        _demand_wanted(staff_list)
        by = staff_list.confirmed_by
        get_import_remit(staff_list, by)
        plan = compare_staff_list(said, staff_list)
        if plan.digest != staff_list.digest:
            raise PlanOutdatedError
        writing = _Writing(plan, staff_list, at)
        writing.write()
        facts = _facts(plan, writing.names)
        audit_log.record_action("staff.import_applied", by=by, on=staff_list, **facts)
        done = StaffList.objects.filter(pk=staff_list.pk, state=_State.APPLYING)
        if not done.update(state=_State.APPLIED, finished_at=at):
            raise ListClosedError


def _let_nobody_else_write() -> None:
    """Lock all people, as every change to a person’s dated rows does.

    Others can still read, and write rows that only refer to a person.
    """
    people = StaffMember.objects.select_for_update(of=("self",), no_key=True)
    for _pk in people.order_by("pk").values_list("pk").iterator():
        pass


def _demand_wanted(staff_list: StaffList) -> None:
    """Raise ``ListClosedError`` if the list was cancelled or is finished."""
    mine = StaffList.objects.filter(pk=staff_list.pk, state=_State.APPLYING)
    if not mine.exists():
        raise ListClosedError


class _Writing:
    """The application of a plan; it checks from time to time for cancellation."""

    def __init__(self, plan: ChangePlan, staff_list: StaffList, at: datetime) -> None:
        self._plan = plan
        self._list = staff_list
        self._at = at
        self._told: dict[str, Any] = {
            "by": staff_list.confirmed_by,
            "reason": f"{staff_list.name} ({staff_list.sha256[:12]})",
        }
        self._people: dict[str, StaffMember] = {}
        #: The numbers of names changed and proposed.
        self.names: Counter[str] = Counter()

    def write(self) -> None:
        """Write step by step; raises ``ListClosedError`` if the list was cancelled."""
        for step in (
            self._admit,
            self._rename,
            self._correct,
            self._end,
            self._begin,
            self._replace_dated,
        ):
            _demand_wanted(self._list)
            step()
        changed = sorted(person.pk for person in self._people.values())
        for some in batched(changed, _AT_ONCE, strict=False):
            PeopleChanged(StaffMember.objects.filter(pk__in=some)).send()

    def _admit(self) -> None:
        """Add the new people, without accounts."""
        new = [
            StaffMember(
                staff_number=change.number,
                **{name: value for name, (_was, value) in change.fields.items()},
            )
            for change in self._plan.changes
            if change.person is None
        ]
        bulk_staff_changes.create_staff_members(new, **self._told)
        known = [change.person for change in self._plan.changes if change.person]
        self._people = {person.staff_number: person for person in [*known, *new]}

    def _rename(self) -> None:
        """Change or propose names, and send ``renamed``."""
        found = [change for change in self._plan.changes if change.has_new_name]
        waiting = self._proposed(found)
        ours = [
            change for change in found if self._people[change.number].pk not in waiting
        ]
        people = self._set("staff.renamed", "parts", ours, NAME_PARTS)
        self.names["names_changed"] = len(people)
        accounts = [
            Account(pk=person.user_id, name=person.short_name)
            for person in people
            if person.user_id is not None
        ]
        Account.objects.bulk_update(accounts, ["name"], batch_size=_AT_ONCE)
        for some in batched(people, _AT_ONCE, strict=False):
            PeopleRenamed(some, at=self._at, **self._told).send()

    def _proposed(self, changes: Iterable[PersonChange]) -> set[int]:
        """Propose names that need a second officer; return the people’s keys."""
        found: set[int] = set()
        for some in batched(changes, _AT_ONCE, strict=False):
            people = ((change, self._people[change.number]) for change in some)
            names = {
                person: build_new_name(change.fields, person)
                for change, person in people
            }
            needed = list_second_officer_cases(names, at=self._at)
            self._propose({p: name for p, name in names.items() if p.pk in needed})
            found.update(needed)
        return found

    def _propose(self, names: dict[StaffMember, Name]) -> None:
        """Propose ``names`` to a second officer, except those already waiting.

        Names that an officer declined are not proposed again by automatically confirmed
        lists.
        """
        kept = NameChange.objects.filter(person__in=names)
        kept = kept.select_related("decision", "person")
        is_automatic = self._list.confirmed_by is None
        known = {
            (change.person_id, change.name)
            for change in kept
            if (change.is_open and not change.is_stale)
            or (is_automatic and change.is_declined)
        }
        made = [
            build_name_change(
                person,
                name,
                reason=self._told["reason"],
                made_by=self._list.confirmed_by,
                brought_by=self._list.uploaded_by,
                at=self._at,
            )
            for person, name in names.items()
            if (person.pk, name) not in known
        ]
        NameChange.objects.bulk_create(made, batch_size=_AT_ONCE)
        self.names["names_proposed"] += len(made)
        audit_log.record_entries(build_proposal_audit_entry(change) for change in made)

    def _correct(self) -> None:
        """Update attributes of known people other than names."""
        ours = [
            change
            for change in self._plan.changes
            if change.person and not change.fields.keys().isdisjoint(_CORRECTED)
        ]
        self._set("staff.corrected", "fields", ours, _CORRECTED)

    def _end(self) -> None:
        """End appointments."""
        over = [
            (end.appointment, self._people[change.number], end.on)
            for change in self._plan.changes
            for end in change.ends
        ]
        bulk_staff_changes.end_dated_rows("staff.appointment_ended", over, **self._told)

    def _begin(self) -> None:
        """Create the new appointments."""
        new = []
        for change in self._plan.changes:
            for one in change.begins:
                one.appointment.staff_member = self._people[change.number]
                new.append(one.appointment)
        bulk_staff_changes.create_dated_rows("staff.appointed", new, **self._told)

    def _replace_dated(self) -> None:
        """End rows of dated columns, and begin new ones from the day of the list."""
        for column in DATED_COLUMNS:
            ours = [
                (self._people[change.number], change.dated[column.name])
                for change in self._plan.changes
                if column.name in change.dated
            ]
            over = [
                (found.before, person, self._list.on - _DAY)
                for person, found in ours
                if found.before
            ]
            bulk_staff_changes.end_dated_rows(column.ended, over, **self._told)
            new = [
                column.dated_model(
                    staff_member=person,
                    starts_on=self._list.on,
                    **{column.name: found.named},
                )
                for person, found in ours
            ]
            bulk_staff_changes.create_dated_rows(column.begun, new, **self._told)

    def _set(
        self,
        action: str,
        what: str,
        changes: Sequence[PersonChange],
        fields: Sequence[str],
    ) -> list[StaffMember]:
        """Set the changed ones of ``fields``, and return the people.

        The audit log has as ``what`` which fields changed, never their values.
        """
        people, entries = [], []
        for change in changes:
            person = self._people[change.number]
            changed = [name for name in fields if name in change.fields]
            for name in changed:
                setattr(person, name, change.fields[name][1])
            people.append(person)
            told: dict[str, Any] = {"person": person.key, what: changed, **self._told}
            entries.append(audit_log.build_entry(action, on=person, **told))
        StaffMember.objects.bulk_update(people, list(fields), batch_size=_AT_ONCE)
        audit_log.record_entries(entries)
        return people


def _facts(plan: ChangePlan, names: Mapping[str, int]) -> dict[str, Any]:
    """Return the audit details of an applied list: the numbers of changes."""
    counts = {**plan.counts, **names}
    return {name: number for name, number in counts.items() if number}
