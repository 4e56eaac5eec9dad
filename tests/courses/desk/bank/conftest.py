"""A bank, and a question of an exam."""

import pytest

from courses.models import Unit
from tests.factories.assessment import edition_with_exam
from tests.factories.courses import CourseFactory, OutcomeFactory


@pytest.fixture
def edition():
    """All four questions there are, are asked; three right ones pass."""
    return edition_with_exam([{}] * 4)


@pytest.fixture
def question(edition):
    return Unit.objects.filter(course=edition.course, kind="question").first()


@pytest.fixture
def bank():
    """Three released questions, told apart by what the filters ask."""
    course = CourseFactory(code="B1")
    outcomes = [OutcomeFactory(course=course, number=number) for number in (1, 2)]
    facts = [
        {"difficulty": "easy", "cites": ["NMR 4"], "outcome": outcomes[0]},
        {"difficulty": "hard", "cites": ["NMR 43", "CAT 2"], "outcome": outcomes[1]},
        {"difficulty": "medium", "cites": ["NMR 1"], "outcome": outcomes[1]},
    ]
    named = [
        one | {"version__unit__slug": f"b1-q0{place}"}
        for place, one in enumerate(facts, start=1)
    ]
    edition = edition_with_exam(named, course)
    return list(
        Unit.objects.filter(
            kind="question", versions__entries__edition=edition
        ).order_by("slug")
    )
