"""A corrected key: proposed with its effect, and decided by somebody else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from courses.assessment.attempts import attempt_start
from courses.assessment.corrections import correction_preview, key_corrections, regrades
from courses.assessment.corrections.key_corrections import Effect
from courses.assessment.errors import QuestionBankError
from courses.assessment.marks import attempt_marking
from courses.assessment.models import (
    Attempt,
    AttemptPurpose,
    KeyCorrection,
    PaperVersion,
    QuestionVersion,
    Regrading,
    RegradingReview,
)
from courses.assessment.papers import question_draw
from courses.models import Enrolment
from elearning.audit.errors import AuditError
from tests.courses.assessment.corrections.keys import (
    LATER,
    THEN,
    corrected,
    sat,
    verdict,
)
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
)
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.staff import AppointmentFactory, StaffMemberFactory
from tests.factories.updating import held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_draft_that_changes_nothing_is_refused(question):
    with pytest.raises(QuestionBankError):
        key_corrections.draft_correction(question, Effect.REPLACED, given=["a"])
    with pytest.raises(QuestionBankError):
        key_corrections.draft_correction(question, Effect.ACCEPTED, given=["a"])


@pytest.mark.parametrize("given", [None, ["z"], ["a", "b"]])
def test_answer_that_makes_no_key_is_refused(question, given):
    with pytest.raises(QuestionBankError):
        key_corrections.draft_correction(question, Effect.REPLACED, given=given)


def test_proposal_needs_a_reason(question, trainer):
    draft = key_corrections.draft_correction(question, Effect.FULL)

    with pytest.raises(QuestionBankError):
        key_corrections.propose_correction(draft, reason=" ", by=trainer, at=NOW)

    assert not KeyCorrection.objects.exists()


def test_second_proposal_waits_for_the_first(question, trainer):
    key_corrections.propose_correction(
        key_corrections.draft_correction(question, Effect.FULL),
        reason="Себеп",
        by=trainer,
        at=NOW,
    )

    with pytest.raises(QuestionBankError):
        key_corrections.propose_correction(
            key_corrections.draft_correction(question, Effect.VOID),
            reason="Себеп",
            by=trainer,
            at=NOW,
        )


def test_only_question_that_counts_cannot_be_voided(trainer):
    edition = edition_with_exam([{}], questions=1)
    only = QuestionVersion.objects.get(version__entries__edition=edition)
    sat(edition, only, "b")

    with pytest.raises(QuestionBankError):
        key_corrections.propose_correction(
            key_corrections.draft_correction(only, Effect.VOID),
            reason="Себеп",
            by=trainer,
            at=THEN,
        )


def test_whoever_proposed_cannot_decide(question, trainer):
    kept = key_corrections.propose_correction(
        key_corrections.draft_correction(question, Effect.FULL),
        reason="Себеп",
        by=trainer,
        at=NOW,
    )

    for confirmed in (True, False):
        with pytest.raises(QuestionBankError):
            key_corrections.decide_correction(
                kept, is_confirmed=confirmed, reason="Дұрыс", by=trainer, at=NOW
            )


def test_decision_is_taken_once(question, trainer, reviewer):
    kept = corrected(question, Effect.FULL, trainer=trainer, reviewer=reviewer)

    with pytest.raises(QuestionBankError):
        key_corrections.decide_correction(
            kept, is_confirmed=False, reason="Жоқ", by=reviewer, at=NOW
        )


def test_facts_are_kept_as_they_are(edition, question, trainer, reviewer):
    sat(edition, question, "b")
    kept = corrected(question, Effect.FULL, trainer=trainer, reviewer=reviewer)
    regrades.apply_due_corrections(THEN)

    for fact in (kept, kept.decision, Regrading.objects.get()):
        with pytest.raises(AuditError):
            fact.save()
        with pytest.raises(AuditError):
            fact.delete()


def test_declined_correction_changes_nothing(edition, question, trainer, reviewer):
    attempt = sat(edition, question, "b")
    draft = key_corrections.draft_correction(question, Effect.FULL)
    kept = key_corrections.propose_correction(
        draft, reason="Себеп", by=trainer, at=THEN
    )
    key_corrections.decide_correction(
        kept, is_confirmed=False, reason="Кілт дұрыс", by=reviewer, at=THEN
    )

    assert regrades.apply_due_corrections(THEN) == 0
    assert verdict(attempt) == (Decimal("0.75"), True, False)


def test_preview_says_what_would_change_and_writes_nothing(edition, question):
    sat(edition, question, "a", others_wrong=1)
    sat(edition, question, "b", others_wrong=1)
    sat(edition, question, "c", others_wrong=1)
    begin(exam_enrolment(edition=edition))

    seen = correction_preview.preview_correction(
        key_corrections.draft_correction(question, Effect.REPLACED, given=["b"])
    )

    assert (seen.attempts, seen.under_way) == (4, 1)
    assert (len(seen.changes), seen.to_pass, seen.to_fail) == (2, 1, 1)
    assert not Regrading.objects.exists()


def test_nobody_corrects_what_they_were_asked_in_an_exam(
    edition, question, trainer, reviewer
):
    own = begin(exam_enrolment(edition=edition))
    asked = own.enrolment.learner.user
    sat(edition, question, "b")

    with pytest.raises(QuestionBankError):
        key_corrections.propose_correction(
            key_corrections.draft_correction(question, Effect.FULL),
            reason="Себеп",
            by=asked,
            at=THEN,
        )
    kept = key_corrections.propose_correction(
        key_corrections.draft_correction(question, Effect.FULL),
        reason="Себеп",
        by=trainer,
        at=THEN,
    )
    with pytest.raises(QuestionBankError):
        key_corrections.decide_correction(
            kept, is_confirmed=True, reason="Дұрыс", by=asked, at=THEN
        )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Дұрыс", by=reviewer, at=THEN
    )


def test_wrong_proposal_does_not_stay_because_everybody_was_asked(
    edition, question, trainer
):
    asked = sat(edition, question, "b").enrolment.learner.user
    kept = key_corrections.propose_correction(
        key_corrections.draft_correction(question, Effect.FULL),
        reason="Себеп",
        by=trainer,
        at=THEN,
    )

    key_corrections.decide_correction(
        kept, is_confirmed=False, reason="Кілт дұрыс", by=asked, at=THEN
    )

    assert not KeyCorrection.objects.get().is_open


def test_who_gains_nothing_is_not_kept_from_correcting(edition, question, trainer):
    right = sat(edition, question, "a").enrolment.learner.user
    gains = sat(edition, question, "b").enrolment.learner.user
    draft = key_corrections.draft_correction(question, Effect.ACCEPTED, given=["b"])
    kept = key_corrections.propose_correction(
        draft, reason="Екеуі де дұрыс", by=trainer, at=THEN
    )

    assert not key_corrections.is_user_affected(right, kept)
    with pytest.raises(QuestionBankError):
        key_corrections.decide_correction(
            kept, is_confirmed=True, reason="Иә", by=gains, at=THEN
        )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=right, at=THEN
    )


def test_nobody_confirms_by_what_their_own_pass_would_be_lost(
    edition, question, trainer
):
    loses = sat(edition, question, "a", others_wrong=1).enrolment.learner.user
    draft = key_corrections.draft_correction(question, Effect.REPLACED, given=["b"])
    kept = key_corrections.propose_correction(
        draft, reason="Кілт қате", by=trainer, at=THEN
    )

    with pytest.raises(QuestionBankError):
        key_corrections.decide_correction(
            kept, is_confirmed=True, reason="Иә", by=loses, at=THEN
        )


def test_nobody_proposes_first_and_sits_the_exam_then(edition, question, reviewer):
    proposer = StaffMemberFactory(user=UserFactory())
    draft = key_corrections.draft_correction(question, Effect.FULL)
    kept = key_corrections.propose_correction(
        draft, reason="Себеп", by=proposer.user, at=NOW
    )
    begin(exam_enrolment(edition=edition, learner=proposer))

    with pytest.raises(QuestionBankError):
        key_corrections.decide_correction(
            kept, is_confirmed=True, reason="Дұрыс", by=reviewer, at=THEN
        )
    key_corrections.decide_correction(
        kept, is_confirmed=False, reason="Жоқ", by=reviewer, at=THEN
    )


@pytest.mark.parametrize("bind", ["enrolled", "obliged", "left after an attempt"])
def test_nobody_corrects_the_key_of_an_exam_that_they_have_before_them(
    edition, question, trainer, reviewer, bind
):
    ahead = StaffMemberFactory(user=UserFactory())
    draft = key_corrections.draft_correction(question, Effect.ACCEPTED, given=["b"])
    kept = key_corrections.propose_correction(
        draft, reason="Екеуі де", by=trainer, at=THEN
    )
    if bind == "enrolled":
        exam_enrolment(edition=edition, learner=ahead)
    elif bind == "left after an attempt":
        attempt = begin(exam_enrolment([{}] * 4, learner=ahead))
        Enrolment.objects.filter(pk=attempt.enrolment_id).update(
            course=edition.course, ended_at=timezone.now() - timedelta(days=170)
        )
    else:
        rule = RequirementFactory(course=edition.course)
        AppointmentFactory(staff_member=ahead, post=rule.post)

    with pytest.raises(
        QuestionBankError, match="still have to take this course's exam"
    ):
        key_corrections.propose_correction(
            draft, reason="Екеуі де", by=ahead.user, at=THEN
        )
    with pytest.raises(
        QuestionBankError, match="still have to take this course's exam"
    ):
        key_corrections.decide_correction(
            kept, is_confirmed=True, reason="Иә", by=ahead.user, at=THEN
        )
    key_corrections.decide_correction(
        kept, is_confirmed=False, reason="Жоқ", by=ahead.user, at=THEN
    )


@pytest.mark.parametrize("since", ["a pass", "seven months"])
def test_attempt_before_leaving_bars_nobody_for_good(edition, question, since):
    person = StaffMemberFactory(user=UserFactory())
    attempt = begin(exam_enrolment([{}] * 4, learner=person))
    days = 210 if since == "seven months" else 10
    Enrolment.objects.filter(pk=attempt.enrolment_id).update(
        course=edition.course, ended_at=timezone.now() - timedelta(days=days)
    )
    if since == "a pass":
        PassFactory(learner=person, course=edition.course, completed_at=timezone.now())
    draft = key_corrections.draft_correction(question, Effect.ACCEPTED, given=["b"])

    assert key_corrections.propose_correction(
        draft, reason="Екеуі де", by=person.user, at=THEN
    )


def test_nobody_confirms_what_somebody_with_the_exam_before_them_proposed(
    edition, question, reviewer
):
    proposer = StaffMemberFactory(user=UserFactory())
    draft = key_corrections.draft_correction(question, Effect.ACCEPTED, given=["b"])
    kept = key_corrections.propose_correction(
        draft, reason="Екеуі де", by=proposer.user, at=THEN
    )
    exam_enrolment(edition=edition, learner=proposer)

    with pytest.raises(QuestionBankError, match="have someone else make it"):
        key_corrections.decide_correction(
            kept, is_confirmed=True, reason="Иә", by=reviewer, at=THEN
        )


def test_update_test_that_is_not_marked_counts_as_an_exam_of_ones_own(
    edition, question
):
    certificate = held(edition)
    by, enrolment = certificate.holder.user, certificate.completion.enrolment
    begun = Attempt(
        enrolment=enrolment,
        paper=PaperVersion.objects.get(),
        purpose=AttemptPurpose.UPDATE,
        number=1,
        started_at=NOW,
        language="kk",
    )
    pool = question_draw.build_live_pool(edition)
    attempt = attempt_start.create_attempt(begun, pool)
    draft = key_corrections.draft_correction(question, Effect.ACCEPTED, given=["b"])

    with pytest.raises(QuestionBankError, match="in your own exam"):
        key_corrections.propose_correction(draft, reason="Екеуі де", by=by, at=THEN)
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=LATER)
    key_corrections.propose_correction(draft, reason="Екеуі де", by=by, at=THEN)


def test_nobody_decides_about_their_own_lost_pass(edition, question, trainer, reviewer):
    attempt = sat(edition, question, "a", others_wrong=1)
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)
    regrades.apply_due_corrections(THEN)
    (matter,) = Regrading.objects.lost().undecided()

    with pytest.raises(QuestionBankError):
        regrades.review_lost_pass(
            matter,
            RegradingReview.Decision.STAND,
            reason="Дұрыс",
            by=attempt.enrolment.learner.user,
            at=THEN,
        )
