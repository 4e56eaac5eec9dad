"""Marking: all or nothing, must-pass items, the pass mark, and once only."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.attempts import sitting, timing
from courses.assessment.errors import ClosedError
from courses.assessment.marks import marking
from courses.assessment.models import Attempt, AttemptItem, QuestionVersion
from courses.assessment.signals import attempt_marked
from courses.models import Enrolment
from courses.signals import enrolment_completed
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    save,
)
from tests.factories.courses import CourseFactory, OutcomeFactory

LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def heard():
    """The signals of marking and completion, in order."""
    news = []

    def marked(attempt, **_):
        news.append(("marked", attempt.passed))

    def completed(score, at, **_):
        news.append(("completed", score, at))

    attempt_marked.connect(marked)
    enrolment_completed.connect(completed)
    yield news
    attempt_marked.disconnect(marked)
    enrolment_completed.disconnect(completed)


@pytest.mark.django_db
def test_hand_in_twice_marks_once(heard):
    attempt = begin()
    answer(attempt)

    first = marking.mark(attempt, at=LATER)
    second = marking.mark(attempt, at=LATER + timedelta(hours=1), ended_by="clock")

    assert first == second
    assert (second.handed_in_at, second.ended_by) == (LATER, "learner")
    assert (second.score, second.passed, second.must_pass_failed) == (1, True, False)
    assert heard == [("marked", True), ("completed", 1.0, LATER)]
    assert Entry.objects.filter(action="assessment.attempt_marked").count() == 1
    assert Enrolment.objects.get().completed_at == LATER


@pytest.mark.django_db
def test_nothing_changes_after_hand_in():
    attempt = begin()
    marked = marking.mark(attempt, at=LATER)

    with pytest.raises(ClosedError):
        save(attempt, 1, {"choice": ["a"]}, 1, at=LATER)
    with pytest.raises(ClosedError):
        save(attempt, 1, {}, 1, at=LATER, flagged=True)
    with pytest.raises(ClosedError):
        sitting.take_over(attempt, at=LATER, by=attempt.enrolment.learner.user)
    marked.score = 1
    with pytest.raises(AuditError):
        marked.save()


@pytest.mark.django_db
def test_no_answer_is_no_pass(heard):
    marked = marking.mark(begin(), at=LATER)

    assert (marked.score, marked.passed) == (0, False)
    assert heard == [("marked", False)]
    assert set(marked.items.values_list("mark", flat=True)) == {0}


@pytest.mark.django_db
def test_the_pass_mark_itself_passes():
    attempt = begin()
    answer(attempt, wrong={1})

    marked = marking.mark(attempt, at=LATER)

    assert (marked.score, marked.percentage) == (Decimal("0.75"), 75)
    assert marked.passed


@pytest.mark.django_db
def test_a_wrong_must_pass_item_fails_whatever_the_total():
    attempt = begin(bank=[{"must_pass": True}, {}, {}, {}])
    must_pass = attempt.items.get(question__must_pass=True)
    answer(attempt, wrong={must_pass.position})

    marked = marking.mark(attempt, at=LATER)

    assert (marked.score, marked.must_pass_failed, marked.passed) == (
        Decimal("0.75"),
        True,
        False,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "mark"), [(["a"], 0), (["a", "b"], 1), (["a", "b", "c"], 0), ([], 0)]
)
def test_multiple_is_all_or_nothing(chosen, mark):
    attempt = begin(bank=[{"type": "multiple", "key": {"right": ["a", "b"]}}] * 4)
    save(attempt, 1, {"choice": chosen}, 1, at=NOW)

    marking.mark(attempt, at=LATER)

    assert attempt.items.get(position=1).mark == mark


@pytest.mark.django_db
def test_result_by_outcome_follows_the_order_of_the_course():
    course = CourseFactory()
    second, first = (
        OutcomeFactory(course=course, number=12),
        OutcomeFactory(course=course, number=11),
    )
    bank = [{"outcome": second, "must_pass": True}, {"outcome": second}]
    bank += [{"outcome": first}] * 2
    attempt = begin(bank=bank, paper={"course": course})
    must_pass = attempt.items.get(question__must_pass=True)
    answer(attempt, wrong={must_pass.position})

    marked = marking.mark(attempt, at=LATER)

    assert marking.by_outcome(marked) == [
        marking.OutcomeResult(first, right=2, total=2, must_pass_failed=False),
        marking.OutcomeResult(second, right=1, total=2, must_pass_failed=True),
    ]


@pytest.mark.django_db
def test_a_clock_moved_back_ends_no_attempt_before_it_began():
    attempt = begin()
    earlier = NOW - timedelta(hours=1)

    save(attempt, 1, {"choice": ["a"]}, 1, at=NOW + timedelta(minutes=5))
    kept = save(attempt, 1, {"choice": ["b"]}, 2, at=earlier)
    left = attempt.seconds_left(earlier)
    marked = marking.mark(attempt, at=earlier)

    assert (kept.given, kept.is_sent) == (["b"], True)
    assert left == 40 * 60
    assert marked.handed_in_at == attempt.started_at


@pytest.mark.django_db
def test_hand_in_after_the_end_was_ended_by_the_clock():
    attempt = begin()

    marked = marking.mark(attempt, at=attempt.ends_at + timedelta(seconds=2))

    assert (marked.ended_by, marked.handed_in_at) == ("clock", attempt.ends_at)


@pytest.mark.django_db
def test_mark_overdue_finds_what_is_out_of_time_and_nothing_else():
    over, running = begin(), begin(at=NOW + timedelta(minutes=30))
    answer(over)

    assert timing.mark_overdue(over.ends_at) == 0, "answers may be on their way"
    assert timing.mark_overdue(over.ends_at + timedelta(seconds=5)) == 1
    assert timing.mark_overdue(over.ends_at + timedelta(seconds=35)) == 0

    over.refresh_from_db()
    assert (over.ended_by, over.passed, over.handed_in_at) == (
        "clock",
        True,
        over.ends_at,
    )
    assert Attempt.objects.open().get() == running


@pytest.mark.django_db
def test_an_attempt_that_cannot_be_marked_holds_up_no_other(caplog):
    broken, fine = begin(), begin()

    def refuse(attempt, **_):
        if attempt == broken:
            raise RuntimeError

    attempt_marked.connect(refuse)
    try:
        assert timing.mark_overdue(NOW + timedelta(hours=1)) == 1
    finally:
        attempt_marked.disconnect(refuse)

    assert Attempt.objects.open().get() == broken
    assert set(broken.items.values_list("mark", flat=True)) == {None}
    assert str(broken.key) in caplog.text
    fine.refresh_from_db()
    assert not fine.is_open


@pytest.mark.django_db
def test_marking_takes_the_same_queries_for_any_number():
    marking.mark(begin(), at=LATER)  # what is told for the first time ever takes more
    counts = []
    for number in (4, 12):
        attempt = begin(bank=[{}] * number, paper={"questions": number})
        with CaptureQueriesContext(connection) as queries:
            marking.mark(attempt, at=LATER)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@given(
    st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1), st.integers(1, 100)
)
def test_the_total_decides_exactly_and_must_pass_items_overrule_it(items, pass_mark):
    marked = [
        AttemptItem(mark=int(right), question=QuestionVersion(must_pass=must))
        for right, must in items
    ]

    result = marking.weigh(marked, pass_mark)

    right = sum(right for right, _must in items)
    enough = Fraction(right, len(items)) >= Fraction(pass_mark, 100)
    failed = any(must and not ok for ok, must in items)
    assert result == marking.Result(right, len(items), failed, enough and not failed)
    assert 0 <= result.score <= 1
