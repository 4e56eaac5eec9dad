"""Two who mark an answer, each for herself, and a third where they differ."""

from decimal import Decimal

import pytest

from courses.assessment.errors import OpenMarkError
from courses.assessment.models import (
    Attempt,
    OpenMark,
    list_answers_to_decide,
    list_answers_to_mark,
)
from tests.courses.assessment.marks.answers import handed_in
from tests.factories.accounts import UserFactory
from tests.factories.open_answers import marked, open_item, trainer

pytestmark = pytest.mark.django_db


def test_markers_who_agree_leave_nothing_to_decide():
    attempt = handed_in(markers=2)
    marked(attempt, 2, 2)

    with pytest.raises(OpenMarkError):
        marked(attempt, decides=True)

    marked(attempt, 2, 1)
    assert not list_answers_to_decide(trainer()).exists()


@pytest.mark.parametrize(
    ("first", "second", "mark"),
    [((2, 2), (2, 2), "1"), ((2, 1), (1, 1), "0.625"), ((0, 2), (2, 0), "0.5")],
)
def test_two_who_agree_give_their_mean(first, second, mark):
    attempt = handed_in(markers=2)

    marked(attempt, *first)
    assert Attempt.objects.get().is_waiting
    marked(attempt, *second)

    assert open_item(attempt).mark == Decimal(mark)
    assert Attempt.objects.get().is_marked


def test_where_two_differ_a_third_decides():
    attempt, one, other = handed_in(markers=2), trainer(), trainer()
    marked(attempt, 2, 2, by=one)
    marked(attempt, 1, 1, by=other)

    assert Attempt.objects.get().is_waiting
    assert [list_answers_to_mark(who).count() for who in (one, other, trainer())] == [
        0,
        0,
        0,
    ]
    assert list_answers_to_decide(trainer()).get() == open_item(attempt)

    marked(attempt, 1, 2, decides=True)

    assert open_item(attempt).mark == Decimal("0.75")
    assert list(OpenMark.objects.values_list("points", "is_decision")) == [
        (4, False),
        (2, False),
        (3, True),
    ]


def test_the_two_decide_together_by_the_same_levels():
    attempt, one, other = handed_in(markers=2), trainer(), trainer()
    marked(attempt, 2, 2, by=one)
    marked(attempt, 0, 0, by=other)

    marked(attempt, 1, 1, by=one, decides=True)
    assert Attempt.objects.get().is_waiting
    assert not list_answers_to_decide(one).exists()
    marked(attempt, 1, 1, by=other, decides=True)

    assert open_item(attempt).mark == Decimal("0.5")


def test_two_who_cannot_agree_need_a_third():
    attempt, one, other = handed_in(markers=2), trainer(), trainer()
    marked(attempt, 2, 2, by=one)
    marked(attempt, 0, 0, by=other)
    marked(attempt, 2, 2, by=one, decides=True)
    marked(attempt, 0, 0, by=other, decides=True)

    assert Attempt.objects.get().is_waiting

    marked(attempt, 0, 1, decides=True)
    assert open_item(attempt).mark == Decimal("0.25")


def test_marks_of_another_are_seen_by_nobody_before_the_own():
    attempt, one, other = handed_in(markers=2), trainer(), trainer()
    marked(attempt, 2, 2, by=one)

    assert list(OpenMark.objects.visible_to(other)) == []
    assert OpenMark.objects.visible_to(one).count() == 1

    marked(attempt, 0, 0, by=other)
    assert OpenMark.objects.visible_to(other).count() == 2
    assert OpenMark.objects.visible_to(trainer()).count() == 2
    assert not OpenMark.objects.visible_to(UserFactory()).exists()
