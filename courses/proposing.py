"""The next edition of a course: proposed by the studio, approved and released at the desk."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses import gates, outline
from courses.errors import ReleaseError
from courses.models import Approval, Course, Edition, ProposedEntry, Unit, UnitVersion
from courses.outline import ManifestEntry
from courses.refusing import noting_refusals

if TYPE_CHECKING:
    from elearning.accounts.models import User


def propose(course: Course, manifest: Sequence[ManifestEntry]) -> None:
    """Keep ``manifest`` as what the next edition would list; repeating it is harmless.

    Only the units and their order are kept: the newest version of each is meant.
    """
    wanted = _flat(manifest)
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


def proposed_manifest(course: Course) -> list[ManifestEntry]:
    """Return what the next edition would list, with the newest version of each unit."""
    newest = {
        version.unit_id: version
        for version in UnitVersion.objects.filter(unit__course=course)
        .newest()
        .select_related("unit", "published_by")
        .prefetch_related("texts")
    }
    children: dict[int | None, list[ProposedEntry]] = {}
    for row in course.proposed_entries.order_by("position"):
        children.setdefault(row.parent_id, []).append(row)

    def under(parent: int | None) -> list[ManifestEntry]:
        return [
            ManifestEntry(newest[row.unit_id], under(row.pk))
            for row in children.get(parent, [])
            if row.unit_id in newest
        ]

    return under(None)


def proposed_versions(course: Course) -> list[UnitVersion]:
    """Return the versions of the proposal in order, front page first."""
    return [
        item.version for entry in proposed_manifest(course) for item in entry.walk()
    ]


def changed_versions(course: Course) -> list[UnitVersion]:
    """Return the versions of the proposal that the current edition does not list."""
    return gates.unlisted(course, proposed_versions(course))


def is_changed(course: Course) -> bool:
    """Tell whether the proposal differs from the current edition at all."""
    current = course.current_edition
    listed = current.entries.order_by("position") if current else None
    proposed = [version.pk for version in proposed_versions(course)]
    return proposed != (
        list(listed.values_list("version", flat=True)) if listed else []
    )


def seal(course: Course) -> str:
    """Return a hash that names exactly this proposal: put it in the form of the screen."""
    digests = ":".join(version.digest for version in proposed_versions(course))
    return hashlib.sha256(digests.encode()).hexdigest()


def missing_for(course: Course) -> list[str]:
    """Return, in whole sentences, what stands between the proposal and a release."""
    versions = proposed_versions(course)
    return gates.missing(course, versions, _approvals_of(versions))


def awaiting(course: Course, *, by: "User") -> list[UnitVersion]:
    """Return what waits for a second person and was written by others than ``by``."""
    fresh = changed_versions(course)
    authors = gates.authors_since_edition(course, fresh)
    given = gates.by_digest(_approvals_of(fresh))
    return [
        version
        for version in fresh
        if by.pk not in authors[version.pk]
        and Approval.Gate.PEER
        in gates.lacks(given.get(version.digest, ()), authors[version.pk])
    ]


def may_approve(course: Course, *, by: "User") -> bool:
    """Tell whether ``by`` wrote nothing of what is new, so that her approval counts."""
    authors = gates.authors_since_edition(course, changed_versions(course))
    return all(by.pk not in people for people in authors.values())


def approve_proposal(course: Course, *, by: "User", seen: str = "") -> list[Approval]:
    """Stand, as the second person, for what is new in the proposal; return the approvals.

    ``seen`` is the ``seal`` of the proposal on the screen; a proposal that has changed
    since is refused, so that nobody approves what she has not read. What she wrote
    herself is left to another; faults, or nothing to approve, raise ``ReleaseError``.
    """
    with noting_refusals("courses.approval_refused", ReleaseError, by=by, on=course):
        _look_again(course, seen)
        if faults := gates.faults(course, proposed_versions(course)):
            raise ReleaseError(faults)
        waiting = awaiting(course, by=by)
        if not waiting:
            raise ReleaseError(
                [
                    _(
                        "Nothing here waits for your approval: it is approved, or you "
                        "wrote it yourself and a second person has to read it."
                    )
                ]
            )
        return outline.approve([version.digest for version in waiting], by=by)


def release_proposal(course: Course, *, by: "User", seen: str = "") -> Edition:
    """Release the proposal, approved before, as the next edition.

    ``seen`` is as for ``approve_proposal``. Whatever is missing raises ``ReleaseError``.
    """
    with noting_refusals("courses.release_refused", ReleaseError, by=by, on=course):
        _look_again(course, seen)
        manifest = proposed_manifest(course)
        versions = [item.version for entry in manifest for item in entry.walk()]
        return outline.release(course, manifest, _approvals_of(versions), by=by)


def _look_again(course: Course, seen: str) -> None:
    """Hold the course, and refuse a proposal that is not the one that was ``seen``."""
    Course.objects.select_for_update().get(pk=course.pk)
    if seen and seen != seal(course):
        raise ReleaseError(
            [
                _(
                    "This course was published again while you read it. Look at it once more."
                )
            ]
        )


def _approvals_of(versions: Sequence[UnitVersion]) -> list[Approval]:
    return outline.approvals_of(version.digest for version in versions)


def _flat(manifest: Sequence[ManifestEntry]) -> list[tuple[int, int | None]]:
    rows: list[tuple[int, int | None]] = []

    def add(entry: ManifestEntry, parent: Unit | None) -> None:
        unit = entry.version.unit
        rows.append((unit.pk, parent.pk if parent else None))
        for child in entry.children:
            add(child, unit)

    for entry in manifest:
        add(entry, None)
    return rows
