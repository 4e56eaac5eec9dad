"""History of a certificate for the office, with actors’ roles and reasons."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from courses.certificates.models import Certificate, RevocationProposal
from courses.records.models import Completion
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit.action_labels import format_action
from elearning.audit.models import Entry

if TYPE_CHECKING:
    from django.db.models import Model

#: Actions shown: changes, not views.
ACTIONS = (
    "certificates.issued",
    "certificates.replaced",
    "certificates.corrected",
    "certificates.revocation_proposed",
    "certificates.revocation_confirmed",
    "certificates.revocation_declined",
    "certificates.revoked",
)
#: The roles shown for an actor, the closest first.
_ROLES = (Role.MINISTRY_HR, Role.FACILITY_HR, Role.ADMINISTRATOR, Role.TRAINER)


@dataclass(frozen=True)
class OfficeHistoryEntry:
    """An action: when, what, in which role, and why.

    ``role`` is empty if the platform acted, ``number`` that of the certificate. ``by``
    is for the office only.
    """

    at: datetime
    action: str
    role: str
    reason: str
    number: str
    by: User | None


def list_course_certificates(certificate: Certificate) -> QuerySet[Certificate]:
    """Return all certificates of its holder for the same course, newest first.

    Those that replaced each other prove one completion, those that renewed each other
    several.
    """
    same = Certificate.objects.of(certificate.holder).with_fate()
    return same.filter(completion__course=certificate.completion.course_id)


def list_office_history(certificate: Certificate) -> list[OfficeHistoryEntry]:
    """Return the actions on ``certificate`` and others of its completion, in order."""
    papers = Certificate.objects.filter(completion__in=_versions(certificate))
    proposals = RevocationProposal.objects.filter(certificate__in=papers)
    about = _is_about(papers) | _is_about(proposals)
    entries = Entry.objects.filter(about, action__in=ACTIONS).order_by("pk")
    rows = entries.select_related("by").prefetch_related("by__groups")
    return [_happening(entry) for entry in rows]


def _versions(certificate: Certificate) -> set[int]:
    """Return the ids of all versions of a completion, before and after each correction."""
    pass_of = certificate.completion
    same = Completion.objects.filter(
        learner=pass_of.learner_id, course=pass_of.course_id
    )
    found = {pass_of.pk}
    rows = same.exclude(supersedes=None).values_list("pk", "supersedes")
    pairs = [(new, old) for new, old in rows if old is not None]
    while more := {pk for pair in pairs if found & {*pair} for pk in pair} - found:
        found |= more
    return found


def _is_about[Row: Model](rows: "QuerySet[Row]") -> Q:
    kind = rows.model._meta.label_lower
    keys = [str(key) for key in rows.values_list("pk", flat=True)]
    return Q(subject_type=kind, subject_id__in=keys)


def _happening(entry: Entry) -> OfficeHistoryEntry:
    held = {group.name for group in entry.by.groups.all()} if entry.by else set()
    role = next((role for role in _ROLES if role in held), Role.LEARNER)
    return OfficeHistoryEntry(
        at=entry.at,
        action=format_action(entry.action),
        role=str(role.label) if entry.by else "",
        reason=entry.reason,
        number=entry.details.get("number", ""),
        by=entry.by,
    )
