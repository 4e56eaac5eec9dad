"""Lessons that cite the clauses of a document, as visible to one reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse

from courses.models import Course, Unit
from courses.provisions.models import Citation, Document

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(eq=False)
class CitingLesson:
    """A lesson that cites a document, titled as in its newest edition.

    Tracks and refreshers repeat lessons of other courses under the same name and title;
    these count as one lesson. ``ways`` has its URL in each course, by course code, and
    ``clauses`` the numbers of all clauses it cites.
    """

    title: str
    ways: dict[str, str] = field(default_factory=dict)
    clauses: list[str] = field(default_factory=list)

    @property
    def courses(self) -> list[str]:
        return list(self.ways)

    @property
    def url(self) -> str:
        """The URL in the first of its courses."""
        return next(iter(self.ways.values()))


def list_lessons_by_clause(
    document: Document, user: "User"
) -> dict[str, list[CitingLesson]]:
    """Return the lessons that cite each clause of ``document``, by clause number.

    Includes lessons in current editions of courses visible to ``user``, ordered by
    course. Two queries, for any number of lessons.
    """
    rows = (
        Citation.objects.current()
        .filter(
            clause__document=document,
            unit_version__unit__kind=Unit.Kind.LESSON,
            unit_version__unit__course__in=Course.objects.visible_to(user),
        )
        .select_related("clause", "unit_version__unit__course")
        .prefetch_related("unit_version__texts")
        .order_by(
            "unit_version__unit__course__code", "unit_version__unit__slug", "clause"
        )
    )
    known: dict[tuple[str, str], CitingLesson] = {}
    found: dict[str, list[CitingLesson]] = {}
    for row in rows:
        if (version := row.unit_version) is None:
            continue
        unit, title, number = version.unit, version.title, row.clause.number
        lesson = known.setdefault((unit.slug, title), CitingLesson(title))
        if unit.course.code not in lesson.ways:
            way = reverse("content:lesson", args=[unit.course.slug, unit.slug])
            lesson.ways[unit.course.code] = way
        if number not in lesson.clauses:
            lesson.clauses.append(number)
            found.setdefault(number, []).append(lesson)
    return found


def list_distinct_lessons(
    lessons: Mapping[str, Sequence[CitingLesson]],
) -> list[CitingLesson]:
    """Return the lessons of ``list_lessons_by_clause``, each once, ordered by course."""
    all_of_them = {one for some in lessons.values() for one in some}
    return sorted(all_of_them, key=lambda one: (one.courses[0], one.url))
