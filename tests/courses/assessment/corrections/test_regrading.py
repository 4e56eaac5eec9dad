"""A corrected key: proposed, decided by somebody else, and every attempt looked at again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.assessment.attempts import saving
from courses.assessment.bank import leaks
from courses.assessment.corrections import correcting, previewing, regrading
from courses.assessment.corrections.correcting import Effect
from courses.assessment.errors import BankError
from courses.assessment.marks import marking
from courses.assessment.models import (
    Attempt,
    CountedAttempt,
    KeyCorrection,
    PaperTally,
    QuestionTally,
    QuestionVersion,
    Regrading,
    RegradingReview,
)
from courses.assessment.signals import attempt_regraded
from courses.assessment.statistics import counting
from courses.certificates.models import Certificate
from courses.records.models import Completion
from elearning.accounts.roles import Role
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
)
from tests.factories.records import told

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=10)
DAY = timedelta(days=1)
THEN = NOW + 5 * DAY


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def reviewer():
    return UserFactory(roles=[Role.SAFEGUARD_REVIEWER])


@pytest.fixture
def people(trainer, reviewer):
    return {"trainer": trainer, "reviewer": reviewer}


@pytest.fixture
def edition():
    """Four questions, all asked; three right ones pass."""
    return edition_with_exam([{}] * 4)


@pytest.fixture
def question(edition):
    return QuestionVersion.objects.filter(version__entries__edition=edition).last()


def sat(edition, question, chosen, *, others_wrong=0, at=NOW):
    """A marked attempt with ``chosen`` given to ``question``, and so many others wrong."""
    attempt = begin(exam_enrolment(edition=edition), at=at)
    mine = attempt.items.get(question=question)
    rest = [item.position for item in attempt.items.exclude(pk=mine.pk)]
    answer(attempt, wrong=set(rest[:others_wrong]))
    if chosen != "a":
        saving.save(
            Attempt.objects.filter(pk=attempt.pk),
            mine.position,
            {"choice": [chosen] if chosen else []},
            2,
            at=at + timedelta(minutes=2),
        )
    return marking.mark(attempt, at=at + timedelta(minutes=10))


def corrected(question, effect, given=None, *, trainer, reviewer):
    """A correction that a second person has confirmed."""
    draft = correcting.draft(question, effect, given=given)
    kept = correcting.propose(draft, reason="Кілт қате", by=trainer, at=THEN)
    correcting.decide(kept, confirmed=True, reason="Дұрыс", by=reviewer, at=THEN)
    return kept


def verdict(attempt):
    found = Attempt.objects.with_verdict().get(pk=attempt.pk).verdict
    assert found == Attempt.objects.get(pk=attempt.pk).verdict
    return (found.score, found.passed, found.is_regraded)


# what is refused


def test_draft_that_changes_nothing_is_refused(question):
    with pytest.raises(BankError):
        correcting.draft(question, Effect.REPLACED, given=["a"])
    with pytest.raises(BankError):
        correcting.draft(question, Effect.ACCEPTED, given=["a"])


@pytest.mark.parametrize("given", [None, ["z"], ["a", "b"]])
def test_answer_that_makes_no_key_is_refused(question, given):
    with pytest.raises(BankError):
        correcting.draft(question, Effect.REPLACED, given=given)


def test_proposal_needs_a_reason(question, trainer):
    draft = correcting.draft(question, Effect.FULL)

    with pytest.raises(BankError):
        correcting.propose(draft, reason=" ", by=trainer, at=NOW)

    assert not KeyCorrection.objects.exists()


def test_second_proposal_waits_for_the_first(question, trainer):
    correcting.propose(
        correcting.draft(question, Effect.FULL), reason="Себеп", by=trainer, at=NOW
    )

    with pytest.raises(BankError):
        correcting.propose(
            correcting.draft(question, Effect.VOID), reason="Себеп", by=trainer, at=NOW
        )


def test_only_question_that_counts_cannot_be_voided(trainer):
    edition = edition_with_exam([{}], questions=1)
    only = QuestionVersion.objects.get(version__entries__edition=edition)
    sat(edition, only, "b")

    with pytest.raises(BankError):
        correcting.propose(
            correcting.draft(only, Effect.VOID), reason="Себеп", by=trainer, at=THEN
        )


def test_whoever_proposed_cannot_decide(question, trainer):
    kept = correcting.propose(
        correcting.draft(question, Effect.FULL), reason="Себеп", by=trainer, at=NOW
    )

    for confirmed in (True, False):
        with pytest.raises(BankError):
            correcting.decide(
                kept, confirmed=confirmed, reason="Дұрыс", by=trainer, at=NOW
            )


def test_decision_is_taken_once(question, trainer, reviewer):
    kept = corrected(question, Effect.FULL, trainer=trainer, reviewer=reviewer)

    with pytest.raises(BankError):
        correcting.decide(kept, confirmed=False, reason="Жоқ", by=reviewer, at=NOW)


def test_facts_are_kept_as_they_are(edition, question, trainer, reviewer):
    sat(edition, question, "b")
    kept = corrected(question, Effect.FULL, trainer=trainer, reviewer=reviewer)
    regrading.apply_due(THEN)

    for fact in (kept, kept.decision, Regrading.objects.get()):
        with pytest.raises(AuditError):
            fact.save()
        with pytest.raises(AuditError):
            fact.delete()


# what a correction does


def test_declined_correction_changes_nothing(edition, question, trainer, reviewer):
    attempt = sat(edition, question, "b")
    draft = correcting.draft(question, Effect.FULL)
    kept = correcting.propose(draft, reason="Себеп", by=trainer, at=THEN)
    correcting.decide(kept, confirmed=False, reason="Кілт дұрыс", by=reviewer, at=THEN)

    assert regrading.apply_due(THEN) == 0
    assert verdict(attempt) == (Decimal("0.75"), True, False)


def test_preview_says_what_would_change_and_writes_nothing(edition, question):
    sat(edition, question, "a", others_wrong=1)
    sat(edition, question, "b", others_wrong=1)
    sat(edition, question, "c", others_wrong=1)
    begin(exam_enrolment(edition=edition))

    seen = previewing.preview(correcting.draft(question, Effect.REPLACED, given=["b"]))

    assert (seen.attempts, seen.under_way) == (4, 1)
    assert (len(seen.changes), seen.to_pass, seen.to_fail) == (2, 1, 1)
    assert not Regrading.objects.exists()


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

    assert regrading.apply_due(THEN) == 3
    assert [verdict(attempt)[0] for attempt in attempts] == [*map(Decimal, scores)]
    for attempt in attempts:  # the first result stays
        kept = Attempt.objects.get(pk=attempt.pk)
        assert (kept.score, kept.passed) == (attempt.score, attempt.passed)


def test_applying_again_changes_nothing(edition, question, trainer, reviewer):
    sat(edition, question, "b", others_wrong=1)
    corrected(question, Effect.FULL, trainer=trainer, reviewer=reviewer)
    regrading.apply_due(THEN)
    kept = (Regrading.objects.count(), Entry.objects.count(), Notice.objects.count())

    assert regrading.apply_due(THEN + DAY) == 0
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
    correcting.propose(same, reason="Тексеру", by=trainer, at=THEN)
    correcting.decide(same, confirmed=True, reason="Иә", by=reviewer, at=THEN)
    before = (Notice.objects.filter(kind=regrading.KIND).count(), len(told()))

    assert regrading.apply_due(THEN) == 1

    fact = Regrading.objects.get()
    assert not fact.changes_result
    assert fact.mark_before == fact.mark_after
    assert verdict(attempt)[:2] == (attempt.score, attempt.passed)
    assert before == (Notice.objects.filter(kind=regrading.KIND).count(), len(told()))


def test_pass_completes_the_course_on_the_day_of_the_exam(
    edition, question, trainer, reviewer
):
    attempt = sat(edition, question, "b", others_wrong=1)
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)

    regrading.apply_due(THEN)

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

    regrading.apply_due(THEN)

    assert verdict(attempt) == (Decimal("0.50"), False, True)
    assert Completion.objects.filter(enrolment=attempt.enrolment).exists()
    assert Certificate.objects.count() == 1
    (matter,) = Regrading.objects.lost().undecided()
    regrading.review(
        matter,
        RegradingReview.Decision.STAND,
        reason="Ол басқаша біле алмады",
        by=reviewer,
        at=THEN,
    )
    assert not Regrading.objects.lost().undecided().exists()
    with pytest.raises(BankError):
        regrading.review(
            matter, RegradingReview.Decision.REVOKE, reason="Иә", by=reviewer, at=THEN
        )


def test_matter_is_closed_by_a_later_pass(edition, question, trainer, reviewer):
    sat(edition, question, "a", others_wrong=1)
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)
    regrading.apply_due(THEN)
    corrected(question, Effect.ACCEPTED, ["a"], trainer=trainer, reviewer=reviewer)
    regrading.apply_due(THEN + DAY)

    assert not Regrading.objects.lost().exists()
    assert Regrading.objects.count() == 2


def test_attempt_under_way_is_marked_by_the_corrected_key(
    edition, question, trainer, reviewer
):
    attempt = begin(exam_enrolment(edition=edition), at=THEN)
    answer(attempt)
    kept = corrected(
        question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer
    )

    marked = marking.mark(attempt, at=THEN + timedelta(minutes=10))

    item = marked.items.get(question=question)
    assert (item.mark, item.correction) == (0, kept)
    assert marked.score == Decimal("0.75")
    assert not correcting.due(kept).exists()
    assert regrading.apply_due(THEN + DAY) == 0


def test_void_question_is_no_part_of_an_exam_handed_in_later(
    edition, question, trainer, reviewer
):
    attempt = begin(exam_enrolment(edition=edition), at=THEN)
    position = attempt.items.get(question=question).position
    answer(attempt, wrong={position})
    corrected(question, Effect.VOID, trainer=trainer, reviewer=reviewer)

    marked = marking.mark(attempt, at=THEN + timedelta(minutes=10))

    assert marked.score == 1
    assert [result.total for result in marking.by_outcome(marked)] == [3]


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
    regrading.apply_due(THEN)

    assert set(Notice.objects.values_list("user", "kind", "key")) == {
        (author.pk, correcting.KIND, str(kept.key)),
        (
            changed.enrolment.learner.user_id,
            regrading.KIND,
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
    regrading.apply_due(THEN)

    (again,) = [one for one in told() if one["verb"]["id"].endswith("/passed")]

    assert again["context"]["statement"] == {
        "objectType": "StatementRef",
        "id": first["id"],
    }
    assert again["result"]["score"] == {"scaled": 0.75, "raw": 3.0, "min": 0, "max": 4}


def test_two_corrections_of_one_paper_add_up(edition, question, trainer, reviewer):
    attempt = sat(edition, question, "b", others_wrong=1)
    other = attempt.items.exclude(question=question).filter(mark=0).get().question
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)
    corrected(other, Effect.VOID, trainer=trainer, reviewer=reviewer)

    regrading.apply_due(THEN)

    assert verdict(attempt) == (Decimal("1.0"), True, True)
    assert Regrading.objects.filter(attempt=attempt).count() == 2


def test_kill_in_the_middle_loses_nothing_and_does_nothing_twice(
    edition, question, trainer, reviewer, monkeypatch
):
    attempts = [sat(edition, question, "b", others_wrong=1) for _number in range(3)]
    kept = corrected(
        question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer
    )
    monkeypatch.setattr(regrading, "_BATCH", 1)

    def kill(sender, attempt, **kwargs):
        if Regrading.objects.count() == 2:
            raise KeyboardInterrupt

    attempt_regraded.connect(kill)
    try:
        with pytest.raises(KeyboardInterrupt):
            regrading.apply_due(THEN)
    finally:
        attempt_regraded.disconnect(kill)
    assert (Regrading.objects.count(), Completion.objects.count()) == (1, 1)
    assert correcting.due(kept).count() == 2

    assert regrading.apply_due(THEN) == 2

    assert all(verdict(attempt)[1] for attempt in attempts)
    assert (Regrading.objects.count(), Completion.objects.count()) == (3, 3)
    assert Notice.objects.filter(kind=regrading.KIND).count() == 3


def test_attempt_that_fails_holds_up_no_other(
    edition, question, trainer, reviewer, caplog
):
    attempts = [sat(edition, question, "b") for _number in range(3)]
    corrected(question, Effect.FULL, trainer=trainer, reviewer=reviewer)

    def fail(sender, attempt, **kwargs):
        if attempt == attempts[1]:
            raise ValueError

    attempt_regraded.connect(fail)
    try:
        assert regrading.apply_due(THEN) == 2
    finally:
        attempt_regraded.disconnect(fail)

    assert str(attempts[1].key) in caplog.text
    assert [verdict(attempt)[2] for attempt in attempts] == [True, False, True]
    assert regrading.apply_due(THEN) == 1


# who uses the result


def test_statistics_are_counted_anew(edition, question, trainer, reviewer):
    for chosen in ("b", "b", "a"):
        sat(edition, question, chosen, others_wrong=1)
    counting.count_new(THEN)
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)
    regrading.apply_due(THEN)

    counting.count_new(THEN)

    tally = QuestionTally.objects.get(question=question)
    assert (tally.n, tally.marks) == (3, 20_000)
    assert PaperTally.objects.get().passed == 2
    assert CountedAttempt.objects.exclude(regrading=None).count() == 3
    assert counting.count_new(THEN) == 0


def test_leak_is_weighed_with_the_marks_that_count_now(
    edition, question, trainer, reviewer
):
    attempt = sat(edition, question, "b", others_wrong=1)
    corrected(question, Effect.REPLACED, ["b"], trainer=trainer, reviewer=reviewer)
    regrading.apply_due(THEN)

    (effect,) = leaks.effects(
        question.version.unit, Attempt.objects.filter(pk=attempt.pk)
    )

    assert effect.before.score == Decimal("0.75")
    assert effect.passes_only_with


@pytest.mark.parametrize("number", [1, 3])
def test_attempts_that_stay_as_they_are_cost_no_query_each(
    edition, question, people, number
):
    for _number in range(number):
        sat(edition, question, "c")
    corrected(question, Effect.REPLACED, ["b"], **people)

    with CaptureQueriesContext(connection) as seen:
        assert regrading.apply_due(THEN) == number

    assert len(seen) == 13
