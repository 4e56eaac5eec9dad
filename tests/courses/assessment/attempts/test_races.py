"""Several requests at the same moment: one attempt, one result, no lost answer."""

from datetime import timedelta

import pytest

from courses.assessment.attempts import attempt_start
from courses.assessment.errors import AnswerError, AttemptClosedError
from courses.assessment.events import AttemptMarked
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, Response
from courses.events import EnrolmentCompleted
from courses.models import Enrolment
from elearning.audit.models import Entry
from tests.events import hearing
from tests.factories.assessment import NOW, answer, begin, exam_enrolment, save
from tests.factories.kinds import QUESTIONS
from tests.racing import THREADS, race

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=10)


def test_raced_starts_begin_one_attempt():
    enrolment = exam_enrolment()

    attempts = race(
        lambda _number: attempt_start.start_attempt(
            enrolment, at=NOW, by=enrolment.learner.user, language="kk"
        )
    )

    assert set(attempts) == {Attempt.objects.get()}
    assert Attempt.objects.get().items.count() == 4


def test_raced_steps_of_a_scenario_take_one_way():
    body, key = QUESTIONS["branching"]
    attempt = begin(
        bank=[{"type": "branching", "body": body, "key": key}], paper={"questions": 1}
    )

    def step(number):
        try:
            save(attempt, 1, {"pick": "abc"[number % 3]}, number + 1, at=LATER)
        except AnswerError:
            return False
        return True

    taken = race(step)

    paths = Response.objects.values_list("given", flat=True)
    assert any(taken)
    assert len({str(path) for path in paths}) == 1


def test_fifty_hand_ins_at_once_mark_once():
    attempt = begin()
    answer(attempt)

    with hearing(AttemptMarked, EnrolmentCompleted) as news:
        results = race(
            lambda number: attempt_marking.mark_attempt(
                attempt,
                at=LATER,
                ended_by=Attempt.EndedBy.values[number % 2],
            ),
            threads=50,
        )

    assert {result.passed for result in results} == {True}
    assert len({result.ended_by for result in results}) == 1
    assert [type(event) for event in news] == [AttemptMarked, EnrolmentCompleted]
    assert Entry.objects.filter(action="assessment.attempt_marked").count() == 1
    assert Enrolment.objects.get().completed_at == LATER


def test_raced_saves_keep_the_last_answer():
    attempt = begin()

    race(
        lambda number: save(
            attempt, 1, {"choice": ["abcd"[number % 4]]}, number + 1, at=LATER
        )
    )

    last = Response.objects.order_by("sequence").last()
    assert (last.sequence, last.given) == (THREADS, ["abcd"[(THREADS - 1) % 4]])


def test_the_same_save_sent_at_once_is_kept_once():
    attempt = begin()

    race(lambda _number: save(attempt, 1, {"choice": ["a"]}, 1, at=LATER))

    assert Response.objects.count() == 1


def test_an_answer_raced_with_hand_in_is_marked_or_refused():
    attempt = begin()

    def act(number):
        if number == 0:
            return attempt_marking.mark_attempt(attempt, at=LATER)
        try:
            return save(attempt, 1, {"choice": ["a"]}, number, at=LATER)
        except AttemptClosedError:
            return None

    race(act)

    item = attempt.items.get(position=1)
    assert item.mark == int(item.responses.exists())
