"""The state of a question: facts with a reason, and what the draw makes of them."""

from datetime import timedelta

import pytest

from courses.assessment.bank import question_quarantine, question_states
from courses.assessment.errors import ExamStartError, QuestionBankError
from courses.assessment.models import (
    QuestionState,
    QuestionVersion,
    StateChange,
    list_bank_questions,
)
from courses.assessment.papers import question_draw
from courses.models import Unit
from elearning.accounts.roles import Role
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    QuestionVersionFactory,
    begin,
    edition_with_exam,
    exam_enrolment,
    lift_quarantine,
    put_in_state,
    save,
)
from tests.factories.courses import EditionFactory, UnitVersionFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def edition():
    return edition_with_exam([{}] * 5)


def question_of(edition):
    return Unit.objects.filter(course=edition.course, kind="question").first()


def draft():
    return QuestionVersionFactory().version.unit


def change(unit, state, by, reason="Себеп"):
    return put_in_state(unit, state, by=by, reason=reason)


def quarantine(unit, by, reason="Топта тарап кетті"):
    return question_quarantine.quarantine_question(unit, reason=reason, by=by, at=NOW)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_no_state_changes_without_a_reason(edition, trainer, reason):
    unit = question_of(edition)

    with pytest.raises(QuestionBankError):
        change(unit, QuestionState.RETIRED, trainer, reason)
    with pytest.raises(QuestionBankError):
        quarantine(unit, trainer, reason)

    assert not StateChange.objects.exists()
    assert not Entry.objects.filter(action__startswith="assessment.question").exists()


@pytest.mark.parametrize(
    "state", [QuestionState.DRAFT, QuestionState.QUARANTINED, QuestionState.LIVE, "x"]
)
def test_state_that_cannot_be_chosen_is_refused(edition, trainer, state):
    with pytest.raises(QuestionBankError):
        change(question_of(edition), state, trainer)


def test_draft_becomes_live_by_release_alone(trainer):
    unit = draft()

    with pytest.raises(QuestionBankError):
        change(unit, QuestionState.LIVE, trainer)

    assert question_states.get_question_state(unit) == QuestionState.DRAFT


def test_what_is_no_question_has_no_state(trainer):
    with pytest.raises(Unit.DoesNotExist):
        change(UnitVersionFactory().unit, QuestionState.RETIRED, trainer)


def test_fact_cannot_be_altered_or_deleted(edition, trainer):
    fact = change(question_of(edition), QuestionState.RETIRED, trainer)

    fact.state = QuestionState.LIVE
    with pytest.raises(AuditError):
        fact.save()
    with pytest.raises(AuditError):
        fact.delete()


def test_released_question_is_live_and_the_newest_fact_counts(edition, trainer):
    unit = question_of(edition)
    assert question_states.get_question_state(unit) == QuestionState.LIVE

    change(unit, QuestionState.TRIAL, trainer)
    change(unit, QuestionState.RETIRED, trainer)

    assert question_states.get_question_state(unit) == QuestionState.RETIRED
    entry = Entry.objects.get(action="assessment.question_state_changed")
    assert (entry.by, entry.reason) == (trainer, "Себеп")
    assert entry.details == {"before": "trial", "after": "retired"}


def test_draft_may_be_put_in_trial_before_it_is_released(trainer):
    unit = draft()

    change(unit, QuestionState.TRIAL, trainer)

    assert question_states.get_question_state(unit) == QuestionState.TRIAL


@pytest.mark.parametrize(
    "state", [QuestionState.TRIAL, QuestionState.RETIRED, QuestionState.QUARANTINED]
)
def test_draw_takes_live_questions_alone(edition, trainer, state):
    unit = question_of(edition)
    if state == QuestionState.QUARANTINED:
        quarantine(unit, trainer)
    else:
        change(unit, state, trainer)

    assert unit.pk not in question_draw.build_live_pool(edition).units
    assert len(question_draw.build_live_pool(edition)) == 4
    in_trial = list(question_draw.build_live_pool(edition).trials.units)
    assert in_trial == ([unit.pk] if state == QuestionState.TRIAL else [])


def test_quarantine_is_gone_from_the_draws_of_every_edition_at_once(trainer):
    first = edition_with_exam([{}] * 5)
    unit = question_of(first)
    newer = QuestionVersionFactory(
        version=UnitVersionFactory(unit=unit, number=2),
        outcome=first.course.outcomes.get(),
    )
    second = EditionFactory(course=first.course, versions=[newer.version])

    quarantine(unit, trainer)

    for edition in (first, second):
        assert unit.pk not in question_draw.build_live_pool(edition).units


def test_running_attempt_keeps_the_question_that_is_quarantined(trainer):
    attempt = begin()
    asked = list(attempt.items.values_list("question", flat=True))

    quarantine(QuestionVersion.objects.get(pk=asked[0]).version.unit, trainer)

    assert list(attempt.items.values_list("question", flat=True)) == asked
    save(attempt, 1, {"choice": ["a"]}, 1, at=NOW)


def test_exam_whose_bank_became_too_small_does_not_start(trainer):
    enrolment = exam_enrolment([{}] * 4)
    quarantine(question_of(enrolment.edition), trainer)

    with pytest.raises(ExamStartError) as refusal:
        begin(enrolment)

    assert [reason.code for reason in refusal.value.reasons] == ["unready"]


def test_quarantine_is_not_left_by_another_state_or_twice_entered(edition, trainer):
    unit = question_of(edition)
    quarantine(unit, trainer)

    with pytest.raises(QuestionBankError):
        change(unit, QuestionState.LIVE, trainer)
    with pytest.raises(QuestionBankError):
        quarantine(unit, trainer)

    assert StateChange.objects.count() == 1


def test_quarantine_is_lifted_by_a_second_person_alone(edition, trainer):
    unit = question_of(edition)
    second = UserFactory(roles=[Role.SAFEGUARD_REVIEWER])
    with pytest.raises(QuestionBankError):
        lift_quarantine(unit, reason="Себеп", by=second, at=NOW)
    quarantine(unit, trainer)

    for nobody in (trainer, None):
        with pytest.raises(QuestionBankError):
            lift_quarantine(unit, reason="Себеп", by=nobody, at=LATER)
    lift_quarantine(unit, reason="Жалған дабыл", by=second, at=LATER)

    assert question_states.get_question_state(unit) == QuestionState.LIVE
    assert Entry.objects.get(action="assessment.quarantine_lifted").by == second


@pytest.mark.parametrize("before", [QuestionState.TRIAL, QuestionState.RETIRED])
def test_lifted_question_is_again_what_it_was(edition, trainer, before):
    unit = question_of(edition)
    change(unit, before, trainer)
    quarantine(unit, trainer)

    lift_quarantine(unit, reason="Жалған дабыл", by=UserFactory(), at=LATER)

    assert question_states.get_question_state(unit) == before


def test_draft_that_leaked_is_a_draft_again_once_it_is_lifted(trainer):
    unit = draft()
    quarantine(unit, trainer)

    lift_quarantine(unit, reason="Жалған дабыл", by=UserFactory(), at=LATER)

    assert question_states.get_question_state(unit) == QuestionState.DRAFT


@pytest.mark.parametrize("role", Role)
def test_bank_is_read_by_trainers_and_reviewers(edition, trainer, role):
    change(question_of(edition), QuestionState.RETIRED, trainer)
    user = UserFactory(roles=[role])

    reads = role in {Role.TRAINER, Role.SAFEGUARD_REVIEWER}
    assert list_bank_questions(user).count() == (5 if reads else 0)
    assert StateChange.objects.visible_to(user).count() == (1 if reads else 0)
