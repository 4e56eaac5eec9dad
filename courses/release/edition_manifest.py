"""Manifests of editions: versions, their order and parents, and how two differ."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Self

from courses.models import Course, Edition, EditionEntry, Unit, UnitVersion


@dataclass(frozen=True)
class ManifestEntry:
    """A version and the entries below it in the outline."""

    version: UnitVersion
    children: Sequence["ManifestEntry"] = ()

    def walk(self) -> Iterable["ManifestEntry"]:
        """Yield the entry and everything below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class ManifestPlace:
    """The place of a version in a manifest, as ids; ``parent`` is the id of a unit."""

    version: int
    unit: int
    parent: int | None
    kind: str


def list_manifest_places(manifest: Iterable[ManifestEntry]) -> list[ManifestPlace]:
    """Return the places of ``manifest`` in order."""

    def under(
        entries: Iterable[ManifestEntry], parent: int | None
    ) -> Iterator[ManifestPlace]:
        for entry in entries:
            unit = entry.version.unit
            yield ManifestPlace(entry.version.pk, unit.pk, parent, unit.kind)
            yield from under(entry.children, unit.pk)

    return list(under(manifest, None))


def list_released_places(courses: Iterable[Course]) -> dict[int, list[ManifestPlace]]:
    """Return the places of the current editions of ``courses``, by course; one query."""
    found: dict[int, list[ManifestPlace]] = {course.pk: [] for course in courses}
    editions = Edition.objects.current().filter(course__in=found)
    rows = EditionEntry.objects.filter(edition__in=editions).order_by("position")
    for course, version, unit, parent, kind in rows.values_list(
        "edition__course",
        "version",
        "version__unit",
        "parent__version__unit",
        "version__unit__kind",
    ):
        found[course].append(ManifestPlace(version, unit, parent, kind))
    return found


@dataclass(frozen=True)
class ManifestDifferences:
    """Units removed and moved from one manifest to the next, as ids in order.

    New and changed units are seen from their versions. Questions have no order.
    """

    gone: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()

    @classmethod
    def between(
        cls, before: Sequence[ManifestPlace], after: Sequence[ManifestPlace]
    ) -> Self:
        """Return how ``after`` differs from ``before``."""
        there = {place.unit for place in after}
        gone = tuple(place.unit for place in before if place.unit not in there)
        moved = _moved(before, after)
        return cls(gone, tuple(one.unit for one in after if one.unit in moved))

    def __bool__(self) -> bool:
        return bool(self.gone or self.moved)


def compute_manifest_digest(
    course: Course,
    edition: int | None,
    manifest: Iterable[ManifestEntry],
    facts: str = "",
) -> str:
    """Return a hash (SHA-256, hex) of ``manifest`` as the successor of an edition.

    It covers units, contents, order and parents, and the hash of new ``facts`` of the
    course. It also covers the number of the ``edition``, so that an approval never
    counts for the same outline twice.
    """

    def said(entry: ManifestEntry) -> list[object]:
        version, below = entry.version, [said(child) for child in entry.children]
        return [str(version.unit.key), version.digest, below]

    plain: list[object] = [course.code, edition, [said(entry) for entry in manifest]]
    plain += [facts] if facts else []
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def group_modules(
    manifest: Sequence[ManifestEntry],
) -> list[tuple[UnitVersion, list[UnitVersion]]]:
    """Return the frame and each module, with the versions in it.

    The frame is everything outside modules.
    """
    loose: list[UnitVersion] = []
    modules: list[tuple[UnitVersion, list[UnitVersion]]] = []

    def sort(entry: ManifestEntry) -> None:
        if entry.version.unit.kind == Unit.Kind.MODULE:
            modules.append((entry.version, [one.version for one in entry.walk()]))
            return
        loose.append(entry.version)
        for child in entry.children:
            sort(child)

    for entry in manifest:
        sort(entry)
    return [*([(loose[0], loose)] if loose else []), *modules]


def _moved(before: Sequence[ManifestPlace], after: Sequence[ManifestPlace]) -> set[int]:
    old = {one.unit: one.parent for one in before if one.kind != Unit.Kind.QUESTION}
    new = {one.unit: one.parent for one in after if one.kind != Unit.Kind.QUESTION}
    kept = old.keys() & new.keys()
    moved = {unit for unit in kept if old[unit] != new[unit]}
    for parent in set(new.values()):
        was, now = (
            [unit for unit in rows if unit in kept - moved and rows[unit] == parent]
            for rows in (old, new)
        )
        blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
        stays = {unit for one in blocks for unit in was[one.a : one.a + one.size]}
        moved |= set(was) - stays
    return moved
