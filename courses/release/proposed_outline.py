"""The outline of the next edition, as the studio proposes it: units, order and parents."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from courses.models import Course, OutlineChange, ProposedEntry, UnitVersion
from courses.release.edition_manifest import ManifestEntry, list_manifest_places
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


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


def build_proposed_manifest(course: Course) -> list[ManifestEntry]:
    """Return the proposed manifest, with the newest version of each unit."""
    rows = list_proposed_entries([course.pk])[course.pk]
    return build_manifest(rows, list_newest_versions([course.pk]))


def list_proposed_versions(course: Course) -> list[UnitVersion]:
    """Return the versions of the proposal in order, front page first."""
    return [
        item.version
        for entry in build_proposed_manifest(course)
        for item in entry.walk()
    ]


def list_proposed_entries(courses: Collection[int]) -> dict[int, list[ProposedEntry]]:
    """Return the rows of the proposals of ``courses`` in order, by course; one query."""
    found: dict[int, list[ProposedEntry]] = {key: [] for key in courses}
    for row in ProposedEntry.objects.filter(course__in=courses).order_by("position"):
        found[row.course_id].append(row)
    return found


def list_newest_versions(courses: Collection[int]) -> dict[int, UnitVersion]:
    """Return the newest version of each unit of ``courses``, by unit id."""
    found = (
        UnitVersion.objects.filter(unit__course__in=courses)
        .newest()
        .select_related("unit", "published_by")
        .prefetch_related("texts")
    )
    return {version.unit_id: version for version in found}


def build_manifest(
    rows: Iterable[ProposedEntry], newest: Mapping[int, UnitVersion]
) -> list[ManifestEntry]:
    """Return the manifest of ``rows``; units without a version are left out."""
    children = _group_by_parent(rows)

    def under(parent: int | None) -> list[ManifestEntry]:
        return [
            ManifestEntry(newest[row.unit_id], under(row.pk))
            for row in children.get(parent, [])
            if row.unit_id in newest
        ]

    return under(None)


def list_version_places(
    rows: Iterable[ProposedEntry], newest: Mapping[int, int]
) -> list[tuple[int, int | None]]:
    """Return the versions of ``rows`` and their parent units, in the order of the manifest."""
    children = _group_by_parent(rows)

    def under(parent: int | None, unit: int | None) -> Iterator[tuple[int, int | None]]:
        for row in children.get(parent, []):
            if row.unit_id in newest:
                yield newest[row.unit_id], unit
                yield from under(row.pk, row.unit_id)

    return list(under(None, None))


def _group_by_parent(
    rows: Iterable[ProposedEntry],
) -> dict[int | None, list[ProposedEntry]]:
    children: dict[int | None, list[ProposedEntry]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    return children


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
