"""The next edition of a course: proposed by the studio, approved and released at the desk."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses import gates, outline
from courses.errors import ReleaseError
from courses.models import (
    Approval,
    Course,
    Edition,
    EditionEntry,
    ProposedEntry,
    Unit,
    UnitVersion,
)
from courses.outline import ManifestEntry
from courses.refusing import noting_refusals

if TYPE_CHECKING:
    from elearning.accounts.models import User


class Proposal:
    """What the next edition of a course would list, and what is known of it.

    Each fact is asked once, however many of them a page shows.
    """

    def __init__(self, course: Course) -> None:
        self.course = course

    @cached_property
    def manifest(self) -> list[ManifestEntry]:
        """The outline, with the newest version of each unit."""
        return proposed_manifest(self.course)

    @cached_property
    def versions(self) -> list[UnitVersion]:
        """The versions in order, front page first."""
        return [item.version for entry in self.manifest for item in entry.walk()]

    @cached_property
    def _listed(self) -> list[int]:
        current = self.course.current_edition
        entries = current.entries.order_by("position") if current else None
        return list(entries.values_list("version", flat=True)) if entries else []

    @property
    def is_changed(self) -> bool:
        return self._listed != [version.pk for version in self.versions]

    @cached_property
    def fresh(self) -> list[UnitVersion]:
        """What the current edition does not list."""
        listed = set(self._listed)
        return [version for version in self.versions if version.pk not in listed]

    @cached_property
    def authors(self) -> dict[int, set[int]]:
        """Who wrote what is new, by the version's id."""
        return gates.authors_since_edition(self.fresh)

    @cached_property
    def given(self) -> dict[str, list[Approval]]:
        """The approvals of what is new, by the content that they name."""
        return gates.by_digest(_approvals_of(self.fresh))

    @cached_property
    def findings(self) -> list[gates.Finding]:
        """What the apps above know of it."""
        return gates.found(self.course, self.versions)

    @cached_property
    def faults(self) -> list[str]:
        """What has to be mended before anybody approves, in whole sentences."""
        return gates.faults(self.course, self.versions, self.findings)

    @cached_property
    def missing(self) -> list[str]:
        """What stands between it and a release, in whole sentences."""
        return self.faults or gates.demands(self.fresh, self.authors, self.given)

    @property
    def warnings(self) -> list[str]:
        """What to know before a release, in whole sentences."""
        return [one.text for one in self.findings if not one.is_refusal]

    @property
    def seal(self) -> str:
        """A hash that names exactly this proposal: put it in the form of the screen."""
        digests = ":".join(version.digest for version in self.versions)
        return hashlib.sha256(digests.encode()).hexdigest()

    def awaiting(self, by: "User") -> list[UnitVersion]:
        """Return what waits for a second person and was written by others than ``by``."""
        return [
            version
            for version in self.fresh
            if by.pk not in self.authors[version.pk]
            and Approval.Gate.PEER
            in gates.lacks(self.given.get(version.digest, ()), self.authors[version.pk])
        ]

    def may_approve(self, by: "User") -> bool:
        """Tell whether ``by`` wrote nothing of what is new, so that her approval counts."""
        return all(by.pk not in people for people in self.authors.values())


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
    rows = list(course.proposed_entries.order_by("position"))
    return _manifest(rows, _newest_of([course.pk]))


def _newest_of(courses: Collection[int]) -> dict[int, UnitVersion]:
    """Return the newest version of each unit of ``courses``, by the unit."""
    found = (
        UnitVersion.objects.filter(unit__course__in=courses)
        .newest()
        .select_related("unit", "published_by")
        .prefetch_related("texts")
    )
    return {version.unit_id: version for version in found}


def _manifest(
    rows: Iterable[ProposedEntry], newest: Mapping[int, UnitVersion]
) -> list[ManifestEntry]:
    children: dict[int | None, list[ProposedEntry]] = {}
    for row in rows:
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
    return Proposal(course).is_changed


def changed_among(courses: Iterable[Course]) -> list[Proposal]:
    """Return the proposals of ``courses`` that differ from the current edition.

    They know what is new, who wrote it and who approved it, with as many queries for
    many courses as for one.
    """
    found = {course.pk: Proposal(course) for course in courses}
    rows: dict[int, list[ProposedEntry]] = {key: [] for key in found}
    for row in ProposedEntry.objects.filter(course__in=found).order_by("position"):
        rows[row.course_id].append(row)
    listed: dict[int, list[int]] = {key: [] for key in found}
    entries = EditionEntry.objects.filter(
        edition__in=Edition.objects.current().filter(course__in=found)
    )
    pairs = entries.order_by("position").values_list("edition__course", "version")
    for key, version in pairs:
        listed[key].append(version)
    newest = UnitVersion.objects.filter(unit__course__in=found).newest()
    numbers = dict(newest.values_list("unit", "pk"))
    moved = {
        key: proposal
        for key, proposal in found.items()
        if listed[key] != list(_in_order(rows[key], numbers))
    }
    versions = _newest_of(moved)
    for key, proposal in moved.items():
        vars(proposal)["_listed"] = listed[key]
        vars(proposal)["manifest"] = _manifest(rows[key], versions)
    fresh = [one for proposal in moved.values() for one in proposal.fresh]
    authors = gates.authors_since_edition(fresh)
    given = gates.by_digest(_approvals_of(fresh))
    for proposal in moved.values():
        vars(proposal)["authors"] = {one.pk: authors[one.pk] for one in proposal.fresh}
        vars(proposal)["given"] = {
            one.digest: given.get(one.digest, []) for one in proposal.fresh
        }
    return list(moved.values())


def _in_order(
    rows: Sequence[ProposedEntry], newest: Mapping[int, int]
) -> Iterator[int]:
    """Yield the ids of the versions of ``rows`` as ``_manifest`` would walk them."""
    children: dict[int | None, list[ProposedEntry]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    waiting = children.get(None, [])[::-1]
    while waiting:
        row = waiting.pop()
        if row.unit_id in newest:
            yield newest[row.unit_id]
            waiting += children.get(row.pk, [])[::-1]


def seal(course: Course) -> str:
    """Return a hash that names exactly this proposal: put it in the form of the screen."""
    return Proposal(course).seal


def missing_for(course: Course) -> list[str]:
    """Return, in whole sentences, what stands between the proposal and a release."""
    return Proposal(course).missing


def awaiting(course: Course, *, by: "User") -> list[UnitVersion]:
    """Return what waits for a second person and was written by others than ``by``."""
    return Proposal(course).awaiting(by)


def may_approve(course: Course, *, by: "User") -> bool:
    """Tell whether ``by`` wrote nothing of what is new, so that her approval counts."""
    return Proposal(course).may_approve(by)


def approve_proposal(course: Course, *, by: "User", seen: str = "") -> list[Approval]:
    """Stand, as the second person, for what is new in the proposal; return the approvals.

    ``seen`` is the ``seal`` of the proposal on the screen; a proposal that has changed
    since is refused, so that nobody approves what she has not read. What she wrote
    herself is left to another; faults, or nothing to approve, raise ``ReleaseError``.
    """
    with noting_refusals("courses.approval_refused", ReleaseError, by=by, on=course):
        look_again(course, seen)
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


def release_proposal(
    course: Course, *, by: "User", seen: str = "", material: str = ""
) -> Edition:
    """Release the proposal, approved before, as the next edition.

    ``seen`` is as for ``approve_proposal``, ``material`` as for ``outline.release``.
    Whatever is missing raises ``ReleaseError``.
    """
    with noting_refusals("courses.release_refused", ReleaseError, by=by, on=course):
        look_again(course, seen)
        manifest = proposed_manifest(course)
        versions = [item.version for entry in manifest for item in entry.walk()]
        approvals = _approvals_of(versions)
        return outline.release(course, manifest, approvals, by=by, material=material)


def look_again(course: Course, seen: str) -> None:
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
