"""What telling costs: how many queries the screens of learners wait for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.assessment.marks import attempt_marking
from courses.certificates.lifecycle import certificate_issue
from courses.records.statements import course_statements, exam_statements
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
    save,
)
from tests.factories.records import HANDED_IN, told

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 8


@pytest.fixture
def silence(monkeypatch):
    """Have nothing told any more, while all that is told of still happens."""

    def silence():
        for module in (certificate_issue, exam_statements, course_statements):
            for name in vars(module):
                if name.startswith("emit_"):
                    monkeypatch.setattr(module, name, lambda *facts, **more: None)

    return silence


def queries(act):
    """Return how many queries ``act`` asks."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def sat(edition, *, wrong=()):
    """An attempt by somebody new, answered and not handed in."""
    attempt = begin(exam_enrolment(edition=edition))
    answer(attempt, wrong=wrong)
    return attempt


@pytest.mark.parametrize("number", [1, 3, 20])
@pytest.mark.parametrize("passes", [True, False])
def test_hand_in_is_told_in_a_few_queries(number, passes, silence):
    edition = edition_with_exam([{}] * number, questions=number)
    wrong = () if passes else range(1, number + 1)
    known, loud, quiet = (sat(edition, wrong=wrong) for _attempt in range(3))
    before = len(told(loud.enrolment))
    attempt_marking.mark_attempt(
        known, at=HANDED_IN
    )  # its questions are on record from now on

    with_story = queries(lambda: attempt_marking.mark_attempt(loud, at=HANDED_IN))
    silence()
    without = queries(lambda: attempt_marking.mark_attempt(quiet, at=HANDED_IN))

    assert len(told(loud.enrolment)) > before
    assert len(told(quiet.enrolment)) == before
    assert with_story - without <= MOST


def test_autosave_tells_nothing(silence):
    attempt = begin()
    save(attempt, 1, {"choice": ["a"]}, 1, at=NOW)

    with_story = queries(lambda: save(attempt, 1, {"choice": ["b"]}, 2, at=NOW))
    silence()
    without = queries(lambda: save(attempt, 1, {"choice": ["a"]}, 3, at=NOW))

    assert with_story == without
