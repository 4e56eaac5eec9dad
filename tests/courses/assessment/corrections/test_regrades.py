"""Every marked attempt is looked at again by a corrected key, once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.corrections.key_corrections import Effect
from courses.assessment.events import AttemptRegraded
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, KeyCorrection, Regrading
from courses.records.models import Completion
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.courses.assessment.corrections.keys import DAY, THEN, corrected, sat, verdict
from tests.events import received_by
from tests.factories.assessment import answer, begin, exam_enrolment
from tests.factories.records import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(trainer, reviewer):
    return {"trainer": trainer, "reviewer": reviewer}


@pytest.mark.parametrize(
    ("correction", "scores"),
    [
        ((Effect.REPLACED, ["b"]), ("0.7500", "1.0000", "0.7500")),
        ((Effect.ACCEPTED, ["b"]), ("1.0000", "1.0000", "0.7500")),
        ((Effect.FULL, None), ("1.0000", "1.0000", "1.0000")),
        ((Effect.VOID, None), ("1.0000", "1.0000", "1.0000")),
    ],
)
def test_every_effect_is_applied_to_every_attempt(
    edition, question, people, correction, scores
):
    attempts = [sat(edition, question, chosen) for chosen in ("a", "b", "")]

    corrected(question, *correction, **people)

    assert regrades.apply_due_corrections(THEN) == 3
    assert [verdict(attempt)[0] for attempt in attempts] == [*map(Decimal, scores)]
    for attempt in attempts:  # the first result stays
        kept = Attempt.objects.get(pk=attempt.pk)
        assert (kept.score, kept.passed) == (attempt.score, attempt.passed)


def test_applying_again_changes_nothing(edition, question, trainer, reviewer):
    sat(edition, question, "b", others_wrong=1)
    corrected(question, Effect.FULL, trainer=trainer, reviewer=reviewer)
    regrades.apply_due_corrections(THEN)
    kept = (Regrading.objects.count(), Entry.objects.count(), Notice.objects.count())

    assert regrades.apply_due_corrections(THEN + DAY) == 0
    assert kept == (
        Regrading.objects.count(),
        Entry.objects.count(),
        Notice.objects.count(),
    )


def test_regrading_by_an_unchanged_key_changes_nothing(
    edition, question, trainer, reviewer
):
    attempt = sat(edition, question, "b", others_wrong=1)
    same = KeyCorrection(question=question, effect="replaced", keys=[question.key])
    key_corrections.propose_correction(same, reason="Тексеру", by=trainer, at=THEN)
    key_corrections.decide_correction(
        same, is_confirmed=True, reason="Иә", by=reviewer, at=THEN
    )
    before = (Notice.objects.filter(kind=regrades.KIND).count(), len(told()))

    assert regrades.apply_due_corrections(THEN) == 1

    fact = Regrading.objects.get()
    assert not fact.changes_result
    assert fact.mark_before == fact.mark_after
    assert verdict(attempt)[:2] == (attempt.score, attempt.passed)
    assert before == (Notice.objects.filter(kind=regrades.KIND).count(), len(told()))


def test_attempt_under_way_is_marked_by_the_corrected_key(
    edition, question, trainer, reviewer
):
    attempt = begin(exam_enrolment(edition=edition), at=THEN)
    answer(attempt)
    kept = corrected(
        question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer
    )

    marked = attempt_marking.mark_attempt(attempt, at=THEN + timedelta(minutes=10))

    item = marked.items.get(question=question)
    assert (item.mark, item.correction) == (0, kept)
    assert marked.score == Decimal("0.75")
    assert not key_corrections.list_items_to_regrade(kept).exists()
    assert regrades.apply_due_corrections(THEN + DAY) == 0


def test_void_question_is_no_part_of_an_exam_handed_in_later(
    edition, question, trainer, reviewer
):
    attempt = begin(exam_enrolment(edition=edition), at=THEN)
    position = attempt.items.get(question=question).position
    answer(attempt, wrong={position})
    corrected(question, Effect.VOID, trainer=trainer, reviewer=reviewer)

    marked = attempt_marking.mark_attempt(attempt, at=THEN + timedelta(minutes=10))

    assert marked.score == 1
    assert [
        result.total for result in attempt_marking.list_outcome_results(marked)
    ] == [3]


def test_two_corrections_of_one_paper_add_up(edition, question, trainer, reviewer):
    attempt = sat(edition, question, "b", others_wrong=1)
    other = attempt.items.exclude(question=question).filter(mark=0).get().question
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)
    corrected(other, Effect.VOID, trainer=trainer, reviewer=reviewer)

    regrades.apply_due_corrections(THEN)

    assert verdict(attempt) == (Decimal("1.0"), True, True)
    assert Regrading.objects.filter(attempt=attempt).count() == 2


def test_kill_in_the_middle_loses_nothing_and_does_nothing_twice(
    edition, question, trainer, reviewer, monkeypatch
):
    attempts = [sat(edition, question, "b", others_wrong=1) for _number in range(3)]
    kept = corrected(
        question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer
    )
    monkeypatch.setattr(regrades, "_BATCH", 1)

    def kill(event):
        if Regrading.objects.count() == 2:
            raise KeyboardInterrupt

    with received_by(kill, AttemptRegraded), pytest.raises(KeyboardInterrupt):
        regrades.apply_due_corrections(THEN)
    assert (Regrading.objects.count(), Completion.objects.count()) == (1, 1)
    assert key_corrections.list_items_to_regrade(kept).count() == 2

    assert regrades.apply_due_corrections(THEN) == 2

    assert all(verdict(attempt)[1] for attempt in attempts)
    assert (Regrading.objects.count(), Completion.objects.count()) == (3, 3)
    assert Notice.objects.filter(kind=regrades.KIND).count() == 3


def test_attempt_that_fails_holds_up_no_other(
    edition, question, trainer, reviewer, caplog
):
    attempts = [sat(edition, question, "b") for _number in range(3)]
    corrected(question, Effect.FULL, trainer=trainer, reviewer=reviewer)

    def fail(event):
        if event.attempt == attempts[1]:
            raise ValueError

    with received_by(fail, AttemptRegraded):
        assert regrades.apply_due_corrections(THEN) == 2

    assert str(attempts[1].key) in caplog.text
    assert [verdict(attempt)[2] for attempt in attempts] == [True, False, True]
    assert regrades.apply_due_corrections(THEN) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_attempts_that_stay_as_they_are_cost_no_query_each(
    edition, question, people, number
):
    for _number in range(number):
        sat(edition, question, "c")
    corrected(question, Effect.REPLACED, ["b"], **people)

    with CaptureQueriesContext(connection) as seen:
        assert regrades.apply_due_corrections(THEN) == number

    assert len(seen) == 13
