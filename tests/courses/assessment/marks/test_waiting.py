"""An attempt with answers that people mark waits, and changes no more."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from courses.assessment.attempts import (
    attempt_deadlines,
    exam_admission,
    further_attempts,
)
from courses.assessment.bank import question_leaks
from courses.assessment.errors import AttemptClosedError, ExamGrantError, ExamStartError
from courses.assessment.marks import attempt_marking, open_answer_marking
from courses.assessment.models import Attempt, AttemptItem, list_answers_to_mark
from courses.assessment.statistics import tally_store
from courses.records.models import Completion
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from tests.courses.assessment.marks.answers import DAY, LATER, handed_in, verb
from tests.factories.assessment import begin, save
from tests.factories.open_answers import marked, trainer, written
from tests.factories.records import told

pytestmark = pytest.mark.django_db


def test_waiting_attempt_stays_as_it_is():
    attempt = handed_in()

    with pytest.raises(AuditError):
        attempt.save()
    attempt.handed_in_at = None
    with pytest.raises(AuditError):
        attempt.save()
    with pytest.raises(AttemptClosedError):
        save(attempt, 1, {"open": ["Басқа"]}, 2, at=LATER)


@pytest.mark.parametrize(
    "facts", [{"score": 1}, {"passed": True}, {"marked_at": LATER}, {"ended_by": ""}]
)
def test_database_keeps_an_attempt_open_waiting_or_marked(facts):
    attempt = handed_in()

    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**facts)


def test_attempt_with_an_open_answer_waits():
    attempt = handed_in(others=2)

    assert (attempt.is_open, attempt.is_waiting, attempt.is_marked) == (
        False,
        True,
        False,
    )
    assert (attempt.handed_in_at, attempt.marked_at) == (LATER, None)
    assert (attempt.score, attempt.passed, attempt.must_pass_failed) == (None,) * 3
    marks = AttemptItem.objects.order_by("question__type").values_list(
        "mark", flat=True
    )
    assert list(marks) == [None, 1, 1]
    assert not Completion.objects.exists()
    assert [verb(one) for one in told()[-1:]] == ["submit"]
    assert Entry.objects.filter(action="assessment.attempt_handed_in").count() == 1
    assert not Entry.objects.filter(action="assessment.attempt_marked").exists()


def test_handing_in_again_changes_nothing():
    attempt = handed_in()

    again = attempt_marking.mark_attempt(attempt, at=LATER + DAY)

    assert again.is_waiting
    assert again.handed_in_at == LATER
    assert attempt_marking.complete_marking(attempt, at=LATER, by=None).is_waiting


def test_attempt_that_the_clock_ended_waits_as_of_its_end():
    attempt = written()

    assert (
        attempt_deadlines.mark_overdue_attempts(attempt.ends_at + timedelta(minutes=1))
        == 1
    )

    attempt.refresh_from_db()
    assert attempt.is_waiting
    assert attempt.handed_in_at == attempt.ends_at
    assert verb(told()[-1]) == "terminated"


def test_open_question_without_an_answer_holds_up_nothing():
    attempt = handed_in(others=1, text="", paper={"pass_mark": 50})

    assert attempt.is_marked
    assert attempt.score == Decimal("0.5")
    assert not list_answers_to_mark(trainer()).exists()


def test_new_attempt_waits_for_the_marks_of_the_last_one(english):
    attempt = handed_in()

    (reason,) = exam_admission.list_start_refusals(attempt.enrolment, LATER + 30 * DAY)

    assert reason.code == "marking"
    assert reason.text.startswith(
        "Your last exam has been handed in, and a trainer is still marking"
    )
    with pytest.raises(ExamStartError):
        begin(attempt.enrolment, at=LATER + 30 * DAY)


def test_no_further_attempt_is_granted_while_the_last_one_waits(english):
    attempt = handed_in(paper={"attempts": 1, "waiting_hours": []})

    assert not further_attempts.can_grant_attempt(
        attempt.enrolment, list(Attempt.objects.select_related("paper", "further"))
    )
    with pytest.raises(ExamGrantError, match="have not been marked yet"):
        further_attempts.grant_further_attempt(
            attempt.enrolment,
            spoken_on=LATER.date(),
            reason="Әңгіме",
            by=trainer(),
            at=LATER,
        )


def test_leak_weighs_no_attempt_that_waits():
    attempt = handed_in(others=1)
    unit = attempt.items.get(question__type="single").question.version.unit

    assert (
        question_leaks.list_leak_effects(
            unit, question_leaks.list_exposed_attempts(unit)
        )
        == []
    )
    assert question_leaks.build_leak_report(unit).under_way == 1


def test_statistics_count_an_attempt_when_it_is_marked():
    attempt = handed_in(others=1)

    assert tally_store.count_new_attempts(LATER) == 0

    marked(attempt)
    assert tally_store.count_new_attempts(LATER + 2 * DAY) == 1


@pytest.mark.parametrize(
    ("handed_in_on", "promised"),
    [
        (date(2026, 4, 6), date(2026, 4, 13)),  # Monday
        (date(2026, 4, 10), date(2026, 4, 17)),  # Friday
        (date(2026, 4, 11), date(2026, 4, 17)),  # Saturday
        (date(2026, 3, 2), date(2026, 3, 10)),  # 8 March, kept on Monday
        (date(2026, 3, 19), date(2026, 3, 31)),  # Nauryz, from Saturday to Wednesday
        (date(2026, 12, 30), date(2027, 1, 11)),  # from one year into the next
    ],
)
def test_promise_counts_working_days(handed_in_on, promised):
    assert open_answer_marking.compute_marking_deadline(handed_in_on) == promised


def test_promise_is_a_setting(settings):
    settings.MARKING_WORKING_DAYS = 2

    assert open_answer_marking.compute_marking_deadline(date(2026, 3, 6)) == date(
        2026, 3, 11
    )


def test_public_holidays_are_those_of_the_country(settings):
    settings.PUBLIC_HOLIDAYS = "FR"

    assert open_answer_marking.compute_marking_deadline(date(2026, 3, 2)) == date(
        2026, 3, 9
    )
