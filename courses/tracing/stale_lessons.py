"""Lessons and pages to be looked at again, since a clause under them has changed."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import (
    Course,
    Edition,
    EditionEntry,
    ProposedEntry,
    Unit,
    UnitVersion,
)
from courses.provisions.models import Citation, ClauseChange
from courses.provisions.staleness import list_changes_by_block


def list_newest_lesson_versions(courses: QuerySet[Course]) -> QuerySet[UnitVersion]:
    """Return the newest version of each lesson or page that is read in ``courses``, or will be.

    ``courses`` are those that whoever asks may see.
    """
    unit = OuterRef("unit")
    read = EditionEntry.objects.filter(
        edition__in=Edition.objects.current(), version__unit=unit
    )
    proposed = ProposedEntry.objects.filter(unit=unit)
    rows = UnitVersion.objects.filter(
        Q(Exists(read)) | Q(Exists(proposed)),
        unit__course__in=courses,
    ).exclude(unit__kind=Unit.Kind.QUESTION)
    return rows.newest()


def list_stale_lessons(
    courses: QuerySet[Course],
) -> dict[int, dict[str, list[ClauseChange]]]:
    """Return what is stale in the newest versions, by version and block, by course.

    Only versions that cite a clause changed in substance are looked at. Five queries at
    most, however many of them there are.
    """
    touched = Citation.objects.filter(
        unit_version=OuterRef("pk"),
        clause__changes__weight=UnitVersion.Change.SUBSTANTIVE,
    )
    rows = list_newest_lesson_versions(courses).filter(Exists(touched))
    keys = list(
        rows.order_by("unit__course__code", "unit__slug").values_list("pk", flat=True)
    )
    found = list_changes_by_block(keys)
    return {key: found[key] for key in keys if key in found}
