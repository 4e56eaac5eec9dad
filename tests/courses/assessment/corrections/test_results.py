"""What follows from a result that changed by a corrected key, and who uses it."""

from decimal import Decimal

import pytest
from django.utils import timezone

from courses.assessment.bank import question_leaks
from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.corrections.key_corrections import Effect
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import (
    Attempt,
    CountedAttempt,
    PaperTally,
    QuestionTally,
    Regrading,
    RegradingReview,
)
from courses.assessment.statistics import tally_store
from courses.certificates.models import Certificate
from courses.records.models import Completion
from elearning.accounts.roles import Role
from elearning.notices.models import Notice
from tests.courses.assessment.corrections.keys import DAY, THEN, corrected, sat, verdict
from tests.factories.accounts import UserFactory
from tests.factories.records import told

pytestmark = pytest.mark.django_db


def test_pass_completes_the_course_on_the_day_of_the_exam(
    edition, question, trainer, reviewer
):
    attempt = sat(edition, question, "b", others_wrong=1)
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)

    regrades.apply_due_corrections(THEN)

    completion = Completion.objects.get(enrolment=attempt.enrolment)
    certificate = Certificate.objects.get(completion=completion)
    assert verdict(attempt) == (Decimal("0.75"), True, True)
    assert completion.completed_at == attempt.handed_in_at
    assert completion.passed_on == timezone.localdate(attempt.handed_in_at)
    assert completion.recorded_at == THEN
    assert certificate.issued_on == timezone.localdate(THEN)
    assert certificate.expires_on == completion.expires_on
    assert completion.score == Decimal("0.75")


def test_pass_that_is_lost_takes_nothing_away_and_opens_a_matter(
    edition, question, trainer, reviewer
):
    attempt = sat(edition, question, "a", others_wrong=1)
    assert attempt.passed
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)

    regrades.apply_due_corrections(THEN)

    assert verdict(attempt) == (Decimal("0.50"), False, True)
    assert Completion.objects.filter(enrolment=attempt.enrolment).exists()
    assert Certificate.objects.count() == 1
    (matter,) = Regrading.objects.lost().undecided()
    regrades.review_lost_pass(
        matter,
        RegradingReview.Decision.STAND,
        reason="Ол басқаша біле алмады",
        by=reviewer,
        at=THEN,
    )
    assert not Regrading.objects.lost().undecided().exists()
    with pytest.raises(QuestionBankError):
        regrades.review_lost_pass(
            matter, RegradingReview.Decision.REVOKE, reason="Иә", by=reviewer, at=THEN
        )


def test_matter_is_closed_by_a_later_pass(edition, question, trainer, reviewer):
    sat(edition, question, "a", others_wrong=1)
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)
    regrades.apply_due_corrections(THEN)
    corrected(question, Effect.ACCEPTED, ["a"], trainer=trainer, reviewer=reviewer)
    regrades.apply_due_corrections(THEN + DAY)

    assert not Regrading.objects.lost().exists()
    assert Regrading.objects.count() == 2


def test_learner_is_told_in_her_notices_and_so_is_the_author(
    edition, question, trainer, reviewer
):
    author = UserFactory(roles=[Role.TRAINER])
    type(question.version).objects.filter(pk=question.version_id).update(
        published_by=author
    )
    changed, same = sat(edition, question, "b"), sat(edition, question, "c")
    kept = corrected(
        question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer
    )
    regrades.apply_due_corrections(THEN)

    assert set(Notice.objects.values_list("user", "kind", "key")) == {
        (author.pk, key_corrections.KIND, str(kept.key)),
        (
            changed.enrolment.learner.user_id,
            regrades.KIND,
            f"{kept.key}:{changed.key}",
        ),
    }
    assert same.enrolment.learner.user.notices.count() == 0


def test_statement_of_the_new_result_refers_to_the_one_before(
    edition, question, trainer, reviewer
):
    sat(edition, question, "b", others_wrong=1)
    (first,) = [one for one in told() if one["verb"]["id"].endswith("failed")]
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)
    regrades.apply_due_corrections(THEN)

    (again,) = [one for one in told() if one["verb"]["id"].endswith("/passed")]

    assert again["context"]["statement"] == {
        "objectType": "StatementRef",
        "id": first["id"],
    }
    assert again["result"]["score"] == {"scaled": 0.75, "raw": 3.0, "min": 0, "max": 4}


def test_statistics_are_counted_anew(edition, question, trainer, reviewer):
    for chosen in ("b", "b", "a"):
        sat(edition, question, chosen, others_wrong=1)
    tally_store.count_new_attempts(THEN)
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)
    regrades.apply_due_corrections(THEN)

    tally_store.count_new_attempts(THEN)

    tally = QuestionTally.objects.get(question=question)
    assert (tally.n, tally.marks) == (3, 20_000)
    assert PaperTally.objects.get().passed == 2
    assert CountedAttempt.objects.exclude(regrading=None).count() == 3
    assert tally_store.count_new_attempts(THEN) == 0


def test_leak_is_weighed_with_the_marks_that_count_now(
    edition, question, trainer, reviewer
):
    attempt = sat(edition, question, "b", others_wrong=1)
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)
    regrades.apply_due_corrections(THEN)

    (effect,) = question_leaks.list_leak_effects(
        question.version.unit, Attempt.objects.filter(pk=attempt.pk)
    )

    assert effect.before.score == Decimal("0.75")
    assert effect.passes_only_with
