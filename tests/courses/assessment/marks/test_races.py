"""Several who mark at the same moment: one mark, one result."""

import pytest

from courses.assessment.errors import OpenMarkError
from courses.assessment.marks import answer_moderation, attempt_marking
from courses.assessment.models import OpenMark, SetAside
from courses.models import Enrolment
from elearning.audit.models import Entry
from tests.courses.assessment.marks.answers import LATER
from tests.factories.open_answers import marked, open_item, trainer, written
from tests.racing import THREADS, race

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_marked_by_several_at_once_has_one_mark():
    attempt = waiting()
    trainers = [trainer() for _number in range(THREADS)]

    def act(number):
        try:
            return marked(attempt, by=trainers[number])
        except OpenMarkError:
            return None

    kept = [one for one in race(act) if one]

    attempt.refresh_from_db()
    assert kept == [OpenMark.objects.get()]
    assert attempt.passed
    assert Entry.objects.filter(action="assessment.attempt_marked").count() == 1
    assert Enrolment.objects.get().completed_at == LATER


def test_two_markers_at_once_give_their_mean():
    attempt = waiting(markers=2)
    trainers = [trainer() for _number in range(THREADS)]

    def act(number):
        try:
            return marked(attempt, 2, number % 2 + 1, by=trainers[number])
        except OpenMarkError:
            return None

    assert sum(one is not None for one in race(act)) == 2
    attempt.refresh_from_db()
    assert attempt.is_marked
    points = sum(OpenMark.objects.values_list("points", flat=True))
    assert attempt.score == attempt.items.get().mark
    assert float(attempt.score) == points / 8


def test_several_who_decide_at_once_decide_once():
    attempt = waiting(markers=2)
    marked(attempt, 2, 2)
    marked(attempt, 0, 0)
    trainers = [trainer() for _number in range(THREADS)]

    def act(number):
        try:
            return marked(attempt, 1, number % 3, by=trainers[number], decides=True)
        except OpenMarkError:
            return None

    (decision,) = [one for one in race(act) if one]

    assert float(attempt.items.get().mark) == decision.points / 4


def test_a_mark_raced_with_setting_aside_is_kept_or_refused():
    attempt = waiting()
    one, other = trainer(), trainer()

    def act(number):
        try:
            if number % 2:
                return marked(attempt, by=one)
            return answer_moderation.withhold_answer(
                open_item(attempt), reason="Тегі", by=other, at=LATER
            )
        except OpenMarkError:
            return None

    assert sum(kept is not None for kept in race(act)) >= 1
    attempt.refresh_from_db()
    assert attempt.is_marked == OpenMark.objects.exists()
    assert attempt.is_waiting or not SetAside.objects.exists()


def test_raced_hand_ins_of_own_words_wait_once():
    attempt = written()

    results = race(lambda _number: attempt_marking.mark_attempt(attempt, at=LATER))

    assert {result.is_waiting for result in results} == {True}
    assert Entry.objects.filter(action="assessment.attempt_handed_in").count() == 1


def waiting(**facts):
    """An attempt with an open answer that was handed in."""
    return attempt_marking.mark_attempt(written(**facts), at=LATER)
