"""Lessons that rest on the clauses of a document, as one reader may find them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from courses.models import Course, Unit
from courses.provisions.models import Citation, Document

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class Lesson:
    """A lesson that cites a clause, with the title that its newest edition gives it."""

    title: str
    course: str
    url: str


def lessons_on(document: Document, user: "User") -> dict[str, list[Lesson]]:
    """Return the lessons that rest on each clause of ``document``, by its number.

    Lessons of current editions, of courses that ``user`` may find, in the order of their
    courses. Two queries, however many there are.
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
        .order_by("unit_version__unit__course__code", "unit_version__unit__slug")
    )
    found: dict[str, dict[int, Lesson]] = {}
    for row in rows:
        if (version := row.unit_version) is None:
            continue
        course = version.unit.course
        found.setdefault(row.clause.number, {})[version.pk] = Lesson(
            title=version.title,
            course=course.code,
            url=reverse("content:lesson", args=[course.slug, version.unit.slug]),
        )
    return {number: list(lessons.values()) for number, lessons in found.items()}
