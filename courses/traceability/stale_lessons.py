"""Lessons and pages to check, because a clause that they cite has changed."""

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
    """Return the newest version of each current or proposed lesson or page in ``courses``.

    ``courses`` are those that the user may see.
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
    """Return the stale changes in the newest versions, by version and block, sorted by course.

    Only versions that cite a clause with a substantive change are examined. At most
    five queries, however many there are.
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
