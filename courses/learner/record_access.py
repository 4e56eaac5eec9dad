"""Accesses to the record of a learner by others."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.accounts.roles import Role
from elearning.audit.action_labels import format_action
from elearning.audit.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from elearning.staff.models import StaffMember

#: An access by a line manager is shown as such, whatever their other roles.
MANAGERS_LOOK = "staff.reports_viewed"
#: Roles in the order of precedence for showing an access.
_LOOKING_ROLES = (Role.MINISTRY_HR, Role.FACILITY_HR, Role.TRAINER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class RecordAccess:
    """An access to the record by somebody else: when, in which role, what and why."""

    at: "datetime"
    role: str
    action: str
    reason: str

    @property
    def day(self) -> "date":
        """The local date of the access."""
        return timezone.localdate(self.at)


def list_record_accesses(
    learner: "StaffMember", limit: int = 100
) -> list[RecordAccess]:
    """Return the accesses to the record of ``learner``, newest first."""
    return build_record_accesses(list_access_entries(learner)[:limit])


def build_record_accesses(entries: "Iterable[Entry]") -> list[RecordAccess]:
    """Return audit log ``entries`` as accesses, by role and never by name."""
    return [_look(entry) for entry in entries]


def list_access_entries(learner: "StaffMember") -> "QuerySet[Entry]":
    """Return the audit log entries of others about ``learner``, newest first."""
    return (
        Entry.objects.filter(person=str(learner.key))
        .exclude(by=None)
        .exclude(by=learner.user_id)
        .select_related("by")
        .prefetch_related("by__groups")
    )


def _look(entry: Entry) -> RecordAccess:
    held = {group.name for group in entry.by.groups.all()} if entry.by else set()
    role = next((role for role in _LOOKING_ROLES if role in held), Role.LEARNER)
    is_managers = entry.action == MANAGERS_LOOK
    words_of_role = _("Line manager") if is_managers else str(role.label)
    return RecordAccess(
        entry.at, words_of_role, format_action(entry.action), entry.reason
    )
