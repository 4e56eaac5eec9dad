"""What telling costs: how many queries the screens of learners wait for."""

import sys
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from courses.assessment import marking, sitting
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
)
from tests.factories.records import HANDED_IN, told

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 8
#: Where the story is told; a query asked from there is asked for the story.
TELLING = ("courses/records/", "elearning/lrs/")
#: A completion is a fact and not a story, and whoever hears of a fact may do more.
FACTS = ("courses/records/completing.py", "courses/records/receivers.py")


@contextmanager
def queries_of_telling():
    """Collect the queries that are asked only because something is told."""
    asked = []

    def note(execute, sql, params, many, context):
        if _is_telling():
            asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def _is_telling():
    frame = sys._getframe(1)  # noqa: SLF001 — who asks is what is counted
    while frame is not None:
        file = frame.f_code.co_filename.removeprefix(f"{settings.BASE_DIR}/")
        if file.startswith(TELLING):
            return not file.startswith(FACTS)
        frame = frame.f_back
    return False


def sat(edition, *, wrong=()):
    """An attempt by somebody new, answered and not handed in."""
    attempt = begin(exam_enrolment(edition=edition))
    answer(attempt, wrong=wrong)
    return attempt


@pytest.mark.parametrize("number", [1, 3, 20])
@pytest.mark.parametrize("passes", [True, False])
def test_hand_in_is_told_in_a_few_queries(number, passes):
    edition = edition_with_exam([{}] * number, questions=number)
    wrong = () if passes else range(1, number + 1)
    marking.mark(sat(edition, wrong=wrong), at=HANDED_IN)  # its questions are known now
    attempt = sat(edition, wrong=wrong)

    with queries_of_telling() as asked:
        marking.mark(attempt, at=HANDED_IN)

    assert told(attempt.enrolment)
    assert len(asked) <= MOST, "\n".join(sql[:100] for sql in asked)


def test_autosave_tells_nothing():
    attempt = begin()

    with queries_of_telling() as asked:
        sitting.save(attempt, 1, ["a"], 1, at=NOW)

    assert asked == []
