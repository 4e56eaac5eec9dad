"""Forecast of an update before the release: courses affected and questions available."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from courses.assessment.kinds import MARKED_BY_PEOPLE
from courses.assessment.models import UPDATE_QUESTIONS
from courses.models import Course, Edition, Unit
from courses.provisions.models import Citation, Clause


@dataclass(frozen=True)
class CourseForecast:
    """A course whose certificates will need an update, with its number of questions."""

    course: Course
    questions: int

    @property
    def lacks(self) -> int:
        """The number of questions missing; the update asks as many as there are."""
        return max(0, UPDATE_QUESTIONS - self.questions)


def list_course_forecasts(
    clauses: Iterable[Clause], courses: QuerySet[Course]
) -> list[CourseForecast]:
    """Return those of ``courses`` that rest on ``clauses`` now, with numbers of questions.

    Practice questions, and those marked by people, are never asked in updates. One
    query.
    """
    asked = Q(
        unit_version__unit__kind=Unit.Kind.QUESTION,
        unit_version__question__for_practice=False,
    ) & ~Q(unit_version__question__type__in=MARKED_BY_PEOPLE)
    rows = (
        Citation.objects.filter(
            clause__in=list(clauses),
            unit_version__entries__edition__in=Edition.objects.current(),
            unit_version__unit__course__in=courses,
        )
        .order_by()
        .values("unit_version__unit__course")
        .annotate(questions=Count("unit_version__unit", filter=asked, distinct=True))
        .values_list("unit_version__unit__course", "questions")
    )
    known = dict(rows)
    found = Course.objects.filter(pk__in=known).order_by("code")
    return [CourseForecast(course, known[course.pk]) for course in found]
