"""What the learner of the demonstration tried out, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.demo.practice_attempts import COURSE, create_practice_attempts
from courses.assessment.models import Attempt, AttemptPurpose, PracticeAnswer
from courses.enrolment import enrol_learner
from tests.factories.assessment import edition_with_exam
from tests.factories.courses import CourseFactory
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


def test_nobody_tries_a_course_that_she_is_not_on():
    assert not create_practice_attempts(StaffMemberFactory(), at=timezone.now())


def test_learner_takes_the_entry_test_and_practises_once():
    course = CourseFactory(code=COURSE)
    bank = [{} for _number in range(12)] + [{"for_practice": True}] * 5
    edition_with_exam(bank, course=course, questions=12)
    learner, at = StaffMemberFactory(), timezone.now()
    enrol_learner(learner, course, by=None, at=at - timedelta(days=1))

    assert create_practice_attempts(learner, at=at)
    assert not create_practice_attempts(learner, at=at)

    (test,) = Attempt.every.filter(purpose=AttemptPurpose.PRE_TEST)
    assert (test.is_marked, float(test.score)) == (True, 0.5)
    answers = PracticeAnswer.objects.filter(enrolment__learner=learner)
    assert sorted(answers.values_list("is_right", flat=True)) == [
        False,
        True,
        True,
        True,
    ]
