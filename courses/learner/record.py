"""A learner's own record: what she holds, and who looked at it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from courses.certificates.models import Certificate
from courses.records.models import Completion
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.audit.words import words

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from elearning.staff.models import StaffMember

#: Roles in the order in which a look at a record is put down to them.
_LOOKING_ROLES = (Role.MINISTRY_HR, Role.FACILITY_HR, Role.TRAINER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Look:
    """Somebody else read or changed the record: when, in which role, what and why."""

    at: "datetime"
    role: str
    action: str
    reason: str


def looks_at(learner: "StaffMember", limit: int = 100) -> list[Look]:
    """Return who touched the record of ``learner``, by role and never by name."""
    return [_look(entry) for entry in _entries(learner)[:limit]]


def archive_of(learner: "StaffMember") -> dict[str, Any]:
    """Return everything the platform keeps about ``learner`` as plain values.

    Dates are ISO 8601; scores are shares from 0 to 1.
    """
    return {
        "service_number": learner.staff_number,
        "name": learner.full_name,
        "language": learner.language,
        "appointments": list(
            learner.appointments.values(
                "establishment__code", "post__code", "starts_on", "ends_on"
            )
        ),
        "enrolments": list(
            learner.enrolments.values(
                "course__code", "edition__number", "enrolled_at", "due", "completed_at"
            )
        ),
        "completions": list(
            Completion.objects.filter(learner=learner).values(
                "course__code", "edition__number", "passed_on", "expires_on", "score"
            )
        ),
        "certificates": list(
            Certificate.objects.filter(completion__learner=learner).values(
                "number", "issued_on", "expires_on"
            )
        ),
        "looks": [vars(look) for look in looks_at(learner, limit=10_000)],
    }


def _entries(learner: "StaffMember") -> "QuerySet[Entry]":
    return (
        Entry.objects.filter(person=str(learner.key))
        .exclude(by=None)
        .exclude(by=learner.user_id)
        .select_related("by")
        .prefetch_related("by__groups")
    )


def _look(entry: Entry) -> Look:
    held = {group.name for group in entry.by.groups.all()} if entry.by else set()
    role = next(
        (role.label for role in _LOOKING_ROLES if role in held), Role.LEARNER.label
    )
    return Look(entry.at, str(role), words(entry.action), entry.reason)
