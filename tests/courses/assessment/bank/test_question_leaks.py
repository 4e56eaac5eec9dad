"""A leaked question: who saw it, and what their results are without it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.assessment.bank import question_leaks, question_quarantine
from courses.assessment.errors import QuestionBankError
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, LeakDecision, QuestionState
from courses.models import Unit
from elearning.accounts.roles import Role
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    decide_leak,
    edition_with_exam,
    exam_enrolment,
    put_in_state,
)
from tests.factories.staff import AppointmentFactory, EstablishmentFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=10)
STAND = LeakDecision.Decision.STAND


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def edition():
    """Four questions are asked, all there are; three right ones pass."""
    return edition_with_exam([{"must_pass": n == 0} for n in range(4)])


@pytest.fixture
def leaked(edition):
    return Unit.objects.filter(course=edition.course, kind="question").last()


def sat(edition, leaked, *, right=True, others_wrong=0, marked=True):
    """An attempt with ``leaked`` answered rightly or not, and so many others wrong."""
    attempt = begin(exam_enrolment(edition=edition))
    items = list(attempt.items.select_related("question__version"))
    mine = next(i for i in items if i.question.version.unit_id == leaked.pk)
    rest = [i.position for i in items if i != mine and not i.question.must_pass]
    wrong = {*rest[:others_wrong], *([] if right else [mine.position])}
    answer(attempt, wrong=wrong)
    return attempt_marking.mark_attempt(attempt, at=LATER) if marked else attempt


def effect_of(attempt, leaked):
    return question_leaks.list_leak_effects(
        leaked, Attempt.objects.filter(pk=attempt.pk)
    )[0]


def test_question_that_is_not_quarantined_takes_no_decision(leaked, trainer):
    with pytest.raises(QuestionBankError):
        decide_leak(leaked, STAND, reason="Себеп", by=trainer, at=NOW)


def test_decision_needs_a_reason(leaked, trainer):
    question_quarantine.quarantine_question(
        leaked, reason="Тарап кетті", by=trainer, at=NOW
    )

    with pytest.raises(QuestionBankError):
        decide_leak(leaked, STAND, reason=" ", by=trainer, at=NOW)


def test_nobody_saw_a_question_that_was_never_asked(leaked):
    assert question_leaks.build_leak_report(leaked) == question_leaks.LeakReport(
        0, 0, 0, 0, []
    )


def test_pass_that_rests_on_the_leaked_question_is_found(edition, leaked):
    effect = effect_of(sat(edition, leaked, others_wrong=1), leaked)

    assert (effect.before.score, effect.before.passed) == (Decimal("0.75"), True)
    assert (effect.without.score, effect.without.passed) == (Decimal("0.6666"), False)
    assert (effect.passes_only_with, effect.passes_only_without) == (True, False)


def test_pass_that_the_leaked_question_stands_in_the_way_of_is_found():
    edition = edition_with_exam([{"must_pass": n == 3} for n in range(4)])
    must_pass = Unit.objects.get(
        course=edition.course, versions__question__must_pass=True
    )
    attempt = begin(exam_enrolment(edition=edition))
    position = attempt.items.get(question__must_pass=True).position
    answer(attempt, wrong={position})

    effect = effect_of(attempt_marking.mark_attempt(attempt, at=LATER), must_pass)

    assert effect.before.must_pass_failed
    assert (effect.passes_only_with, effect.passes_only_without) == (False, True)


def test_result_that_stays_either_way_is_told_as_such(edition, leaked):
    for attempt in (
        sat(edition, leaked),
        sat(edition, leaked, right=False, others_wrong=2),
    ):
        effect = effect_of(attempt, leaked)
        assert effect.before.passed == effect.without.passed
        assert not effect.passes_only_with
        assert not effect.passes_only_without


def test_nothing_is_left_where_nothing_else_was_asked(trainer):
    edition = edition_with_exam([{}], questions=1)
    only = Unit.objects.get(course=edition.course, kind="question")

    effect = effect_of(sat(edition, only), only)

    assert effect.without is None
    assert effect.passes_only_with


def test_question_that_was_only_tried_out_changes_no_result(edition, leaked, trainer):
    edition = edition_with_exam([{}] * 5)
    tried = Unit.objects.filter(course=edition.course, kind="question").first()
    put_in_state(tried, QuestionState.TRIAL, reason="Сынақ", by=trainer, at=NOW)

    effect = effect_of(sat(edition, tried, right=False), tried)

    assert effect.before == effect.without
    assert question_leaks.build_leak_report(tried).attempts == 1


def test_recomputing_writes_nothing(edition, leaked):
    attempt = sat(edition, leaked, others_wrong=1)
    before = Attempt.objects.values().get(pk=attempt.pk), list(attempt.items.values())

    question_leaks.build_leak_report(leaked)

    after = Attempt.objects.values().get(pk=attempt.pk), list(attempt.items.values())
    assert after == before


def test_leak_counts_by_the_establishment_of_the_day(edition, leaked):
    old, new = EstablishmentFactory(code="a"), EstablishmentFactory(code="b")
    attempts = [sat(edition, leaked, others_wrong=1) for _n in range(2)]
    attempts.append(sat(edition, leaked, marked=False))
    for attempt in attempts[:2]:
        person = attempt.enrolment.learner
        moved = NOW.date() + timedelta(days=1)
        AppointmentFactory(staff_member=person, establishment=old, ends_on=NOW.date())
        AppointmentFactory(staff_member=person, establishment=new, starts_on=moved)

    assert question_leaks.build_leak_report(leaked) == question_leaks.LeakReport(
        attempts=3,
        under_way=1,
        passing_only_with=2,
        passing_only_without=0,
        places=[(old, 2), (None, 1)],
    )


def test_decision_keeps_its_numbers_and_changes_no_result(edition, leaked, trainer):
    attempt = sat(edition, leaked, others_wrong=1)
    question_quarantine.quarantine_question(
        leaked, reason="Тарап кетті", by=trainer, at=LATER
    )

    kept = decide_leak(leaked, STAND, reason="Кеш білінді", by=trainer, at=LATER)

    assert (kept.attempts, kept.passing_only_with, kept.passing_only_without) == (
        1,
        1,
        0,
    )
    attempt.refresh_from_db()
    assert attempt.passed
    entry = Entry.objects.get(action="assessment.leak_decided")
    assert (entry.by, entry.reason) == (trainer, "Кеш білінді")
    kept.reason = "Басқа"
    with pytest.raises(AuditError):
        kept.save()


def test_leak_takes_the_same_queries_for_any_number(edition, leaked):
    place = EstablishmentFactory()

    def another():
        person = sat(edition, leaked).enrolment.learner
        AppointmentFactory(
            staff_member=person, establishment=place, starts_on=date(2020, 1, 1)
        )

    counts = []
    for more in (1, 2):
        for _n in range(more):
            another()
        with CaptureQueriesContext(connection) as queries:
            question_leaks.build_leak_report(leaked)
        counts.append(len(queries))
    assert counts[0] == counts[1]
