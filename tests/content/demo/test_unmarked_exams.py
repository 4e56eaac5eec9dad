"""Exams of invented people that wait for a trainer."""

import pytest
from django.utils import timezone

from content.demo.unmarked_exams import COURSE, create_unmarked_exams
from courses.assessment.models import Attempt, list_answers_to_mark
from tests.factories.assessment import edition_with_exam
from tests.factories.courses import CourseFactory
from tests.factories.open_answers import BODY, question, trainer
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


def test_nobody_writes_where_the_course_is_not_there():
    assert (
        create_unmarked_exams([StaffMemberFactory(user=None)], at=timezone.now()) == 0
    )


def test_answers_wait_for_a_trainer_and_are_made_once():
    course = CourseFactory(code=COURSE)
    body = {code: text | {"limit": 1200} for code, text in BODY.items()}
    bank = [question(body=body), {}, {}]
    edition_with_exam(bank, course=course, questions=3, open_questions=1)
    people = [StaffMemberFactory(user=None, language=code) for code in ("kk", "ru")]

    assert create_unmarked_exams(people, at=timezone.now()) == 2
    assert create_unmarked_exams(people, at=timezone.now()) == 0

    assert Attempt.objects.waiting().count() == 2
    assert list_answers_to_mark(trainer()).count() == 2
