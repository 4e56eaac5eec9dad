"""Corrections of a key at the same moment: one proposal, one decision, one regrading."""

import pytest

from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.errors import QuestionBankError
from courses.assessment.marks import attempt_marking
from courses.assessment.models import (
    Attempt,
    CorrectionDecision,
    KeyCorrection,
    QuestionVersion,
    Regrading,
)
from tests.courses.assessment.corrections.keys import LATER
from tests.factories.accounts import UserFactory
from tests.factories.assessment import answer, begin, exam_enrolment
from tests.racing import THREADS, race

pytestmark = pytest.mark.django_db(transaction=True)


def refused(act):
    """Do it, or say that it was refused."""
    try:
        return act()
    except QuestionBankError:
        return None


def wrong_key(attempts):
    """Marked attempts with one question wrong beside another one, and that question."""
    enrolment = exam_enrolment()
    question = QuestionVersion.objects.order_by("pk").last()
    for number in range(attempts):
        one = enrolment if number == 0 else exam_enrolment(edition=enrolment.edition)
        attempt = begin(one)
        mine = attempt.items.get(question=question).position
        other = attempt.items.exclude(question=question).first().position
        answer(attempt, wrong={mine, other})
        attempt_marking.mark_attempt(attempt, at=LATER)
    return question


def test_raced_proposals_keep_one():
    question = wrong_key(1)

    kept = race(
        lambda _number: refused(
            lambda: key_corrections.propose_correction(
                key_corrections.draft_correction(question, "full"),
                reason="Себеп",
                by=UserFactory(),
                at=LATER,
            )
        )
    )

    assert [one for one in kept if one] == [KeyCorrection.objects.get()]


def test_raced_decisions_keep_one():
    draft = key_corrections.draft_correction(wrong_key(1), "full")
    kept = key_corrections.propose_correction(
        draft, reason="Себеп", by=UserFactory(), at=LATER
    )
    deciders = [UserFactory() for _number in range(THREADS)]

    found = race(
        lambda number: refused(
            lambda: key_corrections.decide_correction(
                kept,
                is_confirmed=number % 2 == 0,
                reason="Иә",
                by=deciders[number],
                at=LATER,
            )
        )
    )

    assert [one for one in found if one] == [CorrectionDecision.objects.get()]


def test_raced_workers_regrade_each_attempt_once():
    draft = key_corrections.draft_correction(wrong_key(3), "full")
    kept = key_corrections.propose_correction(
        draft, reason="Себеп", by=UserFactory(), at=LATER
    )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=LATER
    )

    found = race(lambda _number: regrades.apply_due_corrections(LATER))

    assert sum(found) == 3
    assert Regrading.objects.count() == 3
    assert all(one.verdict.passed for one in Attempt.objects.all())


def test_hand_in_at_the_moment_of_the_decision_is_counted_by_the_new_key():
    question = wrong_key(1)
    attempt = begin(exam_enrolment(edition=Attempt.objects.get().enrolment.edition))
    answer(attempt, wrong={attempt.items.get(question=question).position})
    draft = key_corrections.draft_correction(question, "full")
    kept = key_corrections.propose_correction(
        draft, reason="Себеп", by=UserFactory(), at=LATER
    )
    decider = UserFactory()

    def act(number):
        if number == 0:
            key_corrections.decide_correction(
                kept, is_confirmed=True, reason="Иә", by=decider, at=LATER
            )
        elif number == 1:
            attempt_marking.mark_attempt(attempt, at=LATER)

    race(act)
    regrades.apply_due_corrections(LATER)

    assert Attempt.objects.get(pk=attempt.pk).verdict.score == 1
