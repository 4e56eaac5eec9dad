"""Tests that do not count, begun from several windows at the same moment."""

from datetime import timedelta

import pytest

from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, AttemptPurpose, PracticeAnswer
from courses.assessment.practice import course_practice, diagnostic_tests
from courses.models import Enrolment
from elearning.audit.models import Entry
from tests.factories.assessment import NOW, answer, begin, exam_enrolment
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = {"questions": 3, "pre_test_questions": 2, "follow_up_questions": 2}


@pytest.fixture(autouse=True)
def everybody(settings):
    """Have everybody in the sample."""
    settings.FOLLOW_UP_PERCENT = 100


def fresh():
    """Somebody who has read nothing yet, and the moment of her entry test."""
    return exam_enrolment([{}] * 4, read=False, paper=PAPER), NOW


def passed():
    """Somebody who passed the exam, and a moment at which her follow-up test is open."""
    attempt = begin(exam_enrolment([{}] * 4, paper=PAPER))
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=NOW)
    enrolment = Enrolment.objects.get(pk=attempt.enrolment_id)
    return enrolment, NOW + diagnostic_tests.AFTER + timedelta(days=1)


@pytest.mark.parametrize(
    ("somebody", "purpose"),
    [(fresh, AttemptPurpose.PRE_TEST), (passed, AttemptPurpose.FOLLOW_UP)],
)
def test_raced_starts_of_a_test_begin_it_once(somebody, purpose):
    enrolment, at = somebody()

    attempts = race(
        lambda _number: diagnostic_tests.start_test(
            enrolment, purpose, at=at, by=enrolment.learner.user, language="kk"
        )
    )

    attempt = Attempt.every.get(purpose=purpose)
    assert set(attempts) == {attempt}
    assert (attempt.number, attempt.items.count()) == (1, 2)
    started = Entry.objects.filter(action="assessment.test_started")
    assert started.count() == 1


def test_raced_answers_to_practise_keep_one():
    enrolment = exam_enrolment([{"for_practice": True}, {}], paper={"questions": 1})
    key = course_practice.build_practice_progress(enrolment).next_key
    question = course_practice.find_practice_question(enrolment, key)

    race(
        lambda number: course_practice.record_practice_answer(
            enrolment,
            question,
            {"choice": ["abcd"[number % 4]]},
            language="kk",
            at=NOW + timedelta(seconds=number),
        )
    )

    kept = PracticeAnswer.objects.get()
    assert kept.is_right == (kept.given == ["a"])
