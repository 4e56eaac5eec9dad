"""Exams of invented people: numbers to read, and one question that goes wrong."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from content.curriculum.bundle_reader import DEFAULT
from content.curriculum.framework_loader import load_framework
from content.curriculum.framework_reader import read_valid_framework
from content.demo.demo_accounts import PARTS, create_demo_accounts
from content.demo.demo_establishments import create_establishment_tree
from content.demo.exam_history import COURSE, ExamSitter, create_exam_history
from courses.assessment.models import Attempt, QuestionNumbers
from courses.records.models import Completion
from elearning.staff.models import Post
from tests.factories.assessment import edition_with_exam
from tests.factories.courses import CourseFactory
from tests.factories.open_answers import BODY, question
from tests.factories.staff import StaffMemberFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def trainers():
    """The accounts of the demonstration."""
    load_framework(read_valid_framework(DEFAULT), starts_on=timezone.localdate())
    posts = {post.code: post for post in Post.objects.all()}
    create_demo_accounts(posts, create_establishment_tree(), today=timezone.localdate())
    return PARTS


def sitters(count):
    at = timezone.now() - timedelta(days=60)
    people = [StaffMemberFactory(user=None) for _number in range(count)]
    return [ExamSitter(person, at) for person in people]


def make(people):
    return create_exam_history(people, chance=Random(1), at=timezone.now())


def test_nobody_sits_an_exam_that_is_not_there():
    assert make(sitters(1)) == 0


def test_exams_are_marked_and_one_question_tells_the_opposite(trainers):
    course = CourseFactory(code=COURSE)
    body = {code: text | {"limit": 1200} for code, text in BODY.items()}
    bank = [question(body=body), {}, {}, {}, {}]
    edition_with_exam(bank, course=course, questions=5, open_questions=1)
    people = sitters(34)

    made = make(people)

    attempts = Attempt.objects.filter(enrolment__course=course)
    assert attempts.count() == made > 34
    assert not attempts.waiting().exists()
    assert Completion.objects.filter(course=course).count() == 34
    numbers = QuestionNumbers.objects.filter(n__gte=30)
    assert numbers.filter(discrimination__gt=0).count() == 4
    assert numbers.filter(discrimination__lt=0).count() == 1
