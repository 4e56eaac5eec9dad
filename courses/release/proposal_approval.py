"""Proposals for the next edition: made by the studio, approved and released at the desk."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.errors import ReleaseError
from courses.models import (
    Approval,
    Course,
    Edition,
    OutlineChange,
    ProposedEntry,
    UnitVersion,
)
from courses.release import content_approvals, edition_release, gates
from courses.release.edition_manifest import ManifestEntry, list_manifest_places
from courses.release.edition_proposal import (
    EditionProposal,
    build_proposed_manifest,
    list_changed_proposals,
    list_proposed_versions,
    list_version_approvals,
)
from courses.release.refusal_audit import record_refusals
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User

__all__ = [
    "EditionProposal",
    "approve_proposal",
    "build_proposed_manifest",
    "can_approve_proposal",
    "compute_proposal_digest",
    "is_proposal_changed",
    "list_changed_proposals",
    "list_changed_versions",
    "list_proposal_obstacles",
    "list_proposed_versions",
    "list_versions_to_approve",
    "lock_and_check_unchanged",
    "propose_edition",
    "release_proposal",
]


def propose_edition(
    course: Course, manifest: Sequence[ManifestEntry], *, by: "Collection[User]" = ()
) -> None:
    """Store ``manifest`` as the proposal for the next edition; repeating is harmless.

    Only the units and their order are stored: the newest version of each is meant.
    ``by`` are the people who made it, or nobody for the platform; they count as authors
    of removals and moves.
    """
    wanted = [(place.unit, place.parent) for place in list_manifest_places(manifest)]
    kept = course.proposed_entries.order_by("position")
    if wanted == list(kept.values_list("unit", "parent__unit")):
        return
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        course.proposed_entries.all().delete()
        rows: dict[int, ProposedEntry] = {}
        for position, (unit, parent) in enumerate(wanted, start=1):
            rows[unit] = ProposedEntry.objects.create(
                course=course,
                unit_id=unit,
                position=position,
                parent=rows[parent] if parent else None,
            )
        _note_change(course, by)


def list_changed_versions(course: Course) -> list[UnitVersion]:
    """Return the versions of the proposal that the current edition does not list."""
    return gates.list_unlisted_versions(course, list_proposed_versions(course))


def is_proposal_changed(course: Course) -> bool:
    """Return whether the proposal differs from the current edition."""
    return EditionProposal(course).is_changed


def compute_proposal_digest(course: Course) -> str:
    """Return a hash of exactly this proposal, to be sent along with the form."""
    return EditionProposal(course).seal


def list_proposal_obstacles(course: Course) -> list[str]:
    """Return, in whole sentences, what prevents a release of the proposal."""
    return EditionProposal(course).missing


def list_versions_to_approve(course: Course, *, by: "User") -> list[UnitVersion]:
    """Return versions that wait for a second person and were not written by ``by``."""
    return EditionProposal(course).awaiting(by)


def can_approve_proposal(course: Course, *, by: "User") -> bool:
    """Return whether ``by`` wrote nothing that is new, so that their approval counts."""
    return EditionProposal(course).may_approve(by)


def approve_proposal(course: Course, *, by: "User", seen: str = "") -> list[Approval]:
    """Approve the changes of the proposal as the second person; return the approvals.

    ``seen`` is the ``seal`` of the proposal on the screen; if the proposal has changed
    since, it is refused, so that nobody approves what they have not read. Parts written
    by ``by`` are left to others. Raises ``ReleaseError`` for faults, or if there is
    nothing to approve.
    """
    with record_refusals("courses.approval_refused", ReleaseError, by=by, on=course):
        proposal = lock_and_check_unchanged(course, seen)
        if proposal.faults:
            raise ReleaseError(proposal.faults)
        waiting = [version.digest for version in proposal.awaiting(by)]
        if proposal.is_whole_awaiting(by):
            waiting.append(proposal.seal)
        if proposal.is_facts_awaiting(by):
            waiting.append(proposal.facts)
        if not waiting:
            raise ReleaseError(
                [
                    _(
                        "Nothing here is waiting for your approval: it has been "
                        "approved, or you wrote it yourself and a second person has to "
                        "read it."
                    )
                ]
            )
        return content_approvals.approve_content(waiting, by=by)


def release_proposal(
    course: Course, *, by: "User", seen: str = "", material: str = ""
) -> Edition:
    """Release the approved proposal as the next edition.

    ``seen`` is as for ``approve_proposal``, ``material`` as for
    ``edition_release.release_edition``. Raises ``ReleaseError`` for anything that is
    missing.
    """
    with record_refusals("courses.release_refused", ReleaseError, by=by, on=course):
        proposal = lock_and_check_unchanged(course, seen)
        approvals = list_version_approvals(proposal.versions)
        approvals += content_approvals.list_approvals([proposal.seal])
        return edition_release.release_edition(
            course, proposal.manifest, approvals, by=by, material=material
        )


def lock_and_check_unchanged(course: Course, seen: str) -> EditionProposal:
    """Lock the course and return its proposal, which must be the one that was ``seen``.

    Publications do not wait for this lock; they result in another proposal.
    """
    Course.objects.select_for_update().get(pk=course.pk)
    proposal = EditionProposal(course)
    if seen and seen != proposal.seal:
        raise ReleaseError(
            [
                _(
                    "This course was published again while you were reading it. Look "
                    "at it again."
                )
            ]
        )
    return proposal


def _note_change(course: Course, by: "Collection[User]") -> None:
    """Record who changed the outline after a release; before the first, all of it is new."""
    current = course.editions.order_by("-number").first()
    if current is None:
        return
    for user in by or (None,):
        change = OutlineChange.objects.create(
            course=course, edition=current, by=user, at=timezone.now()
        )
        audit_log.record_action("courses.outline_changed", by=user, on=change)
