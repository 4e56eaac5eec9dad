"""Marking: all or nothing, must-pass items, the pass mark, and once only."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.attempts import attempt_deadlines, attempt_start
from courses.assessment.errors import AttemptClosedError
from courses.assessment.events import AttemptMarked
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, AttemptItem, QuestionVersion
from courses.events import EnrolmentCompleted
from courses.models import Enrolment
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from tests.events import received_by
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
    """The events of marking and completion, in order."""
    news = []

    def marked(event):
        news.append(("marked", event.attempt.passed))

    def completed(event):
        news.append(("completed", event.score, event.at))

    with (
        received_by(marked, AttemptMarked),
        received_by(completed, EnrolmentCompleted),
    ):
        yield news


@pytest.mark.django_db
def test_hand_in_twice_marks_once(heard):
    attempt = begin()
    answer(attempt)

    first = attempt_marking.mark_attempt(attempt, at=LATER)
    second = attempt_marking.mark_attempt(
        attempt, at=LATER + timedelta(hours=1), ended_by="clock"
    )

    assert first == second
    assert (second.handed_in_at, second.ended_by) == (LATER, "learner")
    assert (second.score, second.passed, second.must_pass_failed) == (1, True, False)
    assert heard == [("marked", True), ("completed", 1.0, LATER)]
    assert Entry.objects.filter(action="assessment.attempt_marked").count() == 1
    assert Enrolment.objects.get().completed_at == LATER


@pytest.mark.django_db
def test_nothing_changes_after_hand_in():
    attempt = begin()
    marked = attempt_marking.mark_attempt(attempt, at=LATER)

    with pytest.raises(AttemptClosedError):
        save(attempt, 1, {"choice": ["a"]}, 1, at=LATER)
    with pytest.raises(AttemptClosedError):
        save(attempt, 1, {}, 1, at=LATER, flagged=True)
    with pytest.raises(AttemptClosedError):
        attempt_start.move_attempt_to_window(
            attempt, at=LATER, by=attempt.enrolment.learner.user
        )
    marked.score = 1
    with pytest.raises(AuditError):
        marked.save()


@pytest.mark.django_db
def test_no_answer_is_no_pass(heard):
    marked = attempt_marking.mark_attempt(begin(), at=LATER)

    assert (marked.score, marked.passed) == (0, False)
    assert heard == [("marked", False)]
    assert set(marked.items.values_list("mark", flat=True)) == {0}


@pytest.mark.django_db
def test_the_pass_mark_itself_passes():
    attempt = begin()
    answer(attempt, wrong={1})

    marked = attempt_marking.mark_attempt(attempt, at=LATER)

    assert (marked.score, marked.percentage) == (Decimal("0.75"), 75)
    assert marked.passed


@pytest.mark.django_db
def test_a_wrong_must_pass_item_fails_whatever_the_total():
    attempt = begin(bank=[{"must_pass": True}, {}, {}, {}])
    must_pass = attempt.items.get(question__must_pass=True)
    answer(attempt, wrong={must_pass.position})

    marked = attempt_marking.mark_attempt(attempt, at=LATER)

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

    attempt_marking.mark_attempt(attempt, at=LATER)

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

    marked = attempt_marking.mark_attempt(attempt, at=LATER)

    assert attempt_marking.list_outcome_results(marked) == [
        attempt_marking.LearningOutcomeResult(
            first, right=2, total=2, must_pass_failed=False
        ),
        attempt_marking.LearningOutcomeResult(
            second, right=1, total=2, must_pass_failed=True
        ),
    ]


@pytest.mark.django_db
def test_a_clock_moved_back_ends_no_attempt_before_it_began():
    attempt = begin()
    earlier = NOW - timedelta(hours=1)

    save(attempt, 1, {"choice": ["a"]}, 1, at=NOW + timedelta(minutes=5))
    kept = save(attempt, 1, {"choice": ["b"]}, 2, at=earlier)
    left = attempt.seconds_left(earlier)
    marked = attempt_marking.mark_attempt(attempt, at=earlier)

    assert (kept.given, kept.is_sent) == (["b"], True)
    assert left == 40 * 60
    assert marked.handed_in_at == attempt.started_at


@pytest.mark.django_db
def test_hand_in_after_the_end_was_ended_by_the_clock():
    attempt = begin()

    marked = attempt_marking.mark_attempt(
        attempt, at=attempt.ends_at + timedelta(seconds=2)
    )

    assert (marked.ended_by, marked.handed_in_at) == ("clock", attempt.ends_at)


@pytest.mark.django_db
def test_mark_overdue_finds_what_is_out_of_time_and_nothing_else():
    over, running = begin(), begin(at=NOW + timedelta(minutes=30))
    answer(over)

    assert attempt_deadlines.mark_overdue_attempts(over.ends_at) == 0, (
        "answers may be on their way"
    )
    assert (
        attempt_deadlines.mark_overdue_attempts(over.ends_at + timedelta(seconds=5))
        == 1
    )
    assert (
        attempt_deadlines.mark_overdue_attempts(over.ends_at + timedelta(seconds=35))
        == 0
    )

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

    def refuse(event):
        if event.attempt == broken:
            raise RuntimeError

    with received_by(refuse, AttemptMarked):
        assert attempt_deadlines.mark_overdue_attempts(NOW + timedelta(hours=1)) == 1

    assert Attempt.objects.open().get() == broken
    assert set(broken.items.values_list("mark", flat=True)) == {None}
    assert str(broken.key) in caplog.text
    fine.refresh_from_db()
    assert not fine.is_open


@pytest.mark.django_db
def test_marking_takes_the_same_queries_for_any_number():
    attempt_marking.mark_attempt(
        begin(), at=LATER
    )  # what is told for the first time ever takes more
    counts = []
    for number in (4, 12):
        attempt = begin(bank=[{}] * number, paper={"questions": number})
        with CaptureQueriesContext(connection) as queries:
            attempt_marking.mark_attempt(attempt, at=LATER)
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

    result = attempt_marking.compute_items_result(marked, pass_mark)

    right = sum(right for right, _must in items)
    enough = Fraction(right, len(items)) >= Fraction(pass_mark, 100)
    failed = any(must and not ok for ok, must in items)
    assert result == attempt_marking.AttemptResult(
        right, len(items), failed, enough and not failed
    )
    assert 0 <= result.score <= 1
