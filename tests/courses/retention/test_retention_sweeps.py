"""Answers go after their time, once, and what waits for something is left."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.marks import answer_moderation, attempt_marking
from courses.assessment.models import (
    AnswersRemoved,
    Attempt,
    AttemptItem,
    ExtraTime,
    GivenBack,
    KeyCorrection,
    OpenMark,
    PracticeAnswer,
    QuestionVersion,
    Regrading,
    Response,
    SetAside,
    list_answers_to_mark,
)
from courses.assessment.statistics import tally_store
from courses.certificates.models import Certificate, Verification
from courses.models import Enrolment, UnitProgress
from courses.records.models import Completion
from courses.retention import retention_report, retention_rules, retention_sweeps
from courses.retention.models import RetentionRun
from elearning.accounts.roles import Role
from elearning.audit import audit_log, row_expiry
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from elearning.lrs.models import Statement
from tests.courses.retention.answers import DAY, NOT_YET, answered, remove, runs
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, edition_with_exam, exam_enrolment
from tests.factories.open_answers import TEXT, marked, open_item, written
from tests.factories.records import marked_attempt, told, verbs
from tests.factories.retention import LATER, held
from tests.factories.staff import StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def test_nothing_but_what_a_model_names_goes():
    attempt = marked_attempt()

    with pytest.raises(AuditError):
        row_expiry.delete_expired_rows(Entry.objects.all())
    with pytest.raises(AuditError):
        row_expiry.blank_expired_column(Certificate.objects.all(), "number")
    with pytest.raises(AuditError):
        row_expiry.delete_expired_rows(attempt.items.all())
    with pytest.raises(AuditError):
        Response.objects.first().delete()
    assert answered() == 4


def test_answers_stay_until_their_time_is_over():
    marked_attempt()

    assert remove(NOT_YET) == 0
    assert (answered(), runs()) == (4, [])


def test_answers_of_an_attempt_under_way_or_not_marked_stay():
    written(others=1)

    assert remove() == 0
    assert answered() == 2


def test_attempt_on_hold_is_left_until_a_second_person_lifts_the_hold():
    from courses.retention import legal_holds

    attempt, other = marked_attempt(), marked_attempt()
    hold = held(attempt.enrolment.learner)
    held(other.enrolment.learner, attempt=other, until=timezone.localdate(LATER))

    assert remove() == 0

    legal_holds.lift_legal_hold(hold, reason="Сот аяқталды", by=UserFactory(), at=LATER)

    assert remove() == 1
    assert set(AnswersRemoved.objects.values_list("attempt", flat=True)) == {attempt.pk}
    assert remove(LATER + DAY) == 1


def test_attempt_whose_key_is_being_corrected_is_left():
    attempt = marked_attempt()
    question = QuestionVersion.objects.first()
    trainer, reviewer = UserFactory(), UserFactory()
    draft = key_corrections.draft_correction(
        question, KeyCorrection.Effect.REPLACED, given=["b"]
    )
    kept = key_corrections.propose_correction(
        draft, reason="Кілт қате", by=trainer, at=NOW + DAY
    )

    assert remove() == 0

    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Дұрыс", by=reviewer, at=NOW + DAY
    )

    assert remove() == 0, "the worker has still to look at it"

    regrades.apply_due_corrections(LATER)
    assert remove() == 1
    assert Attempt.objects.get(pk=attempt.pk).verdict.is_regraded


def test_pass_that_a_corrected_key_turned_is_left_until_it_is_decided():
    marked_attempt(wrong=[1])
    question = AttemptItem.objects.get(position=2).question
    draft = key_corrections.draft_correction(
        question, KeyCorrection.Effect.REPLACED, given=["b"]
    )
    kept = key_corrections.propose_correction(
        draft, reason="Қате", by=UserFactory(), at=NOW + DAY
    )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=NOW + DAY
    )
    regrades.apply_due_corrections(NOW + DAY)

    assert remove() == 0

    regrades.review_lost_pass(
        Regrading.objects.lost().get(),
        "stand",
        reason="Күшінде",
        by=UserFactory(),
        at=LATER,
    )
    assert remove() == 1


def test_day_that_is_told_is_the_day_on_which_answers_go():
    attempt = marked_attempt()
    tally_store.count_new_attempts(NOT_YET)

    (answers, *_others) = retention_report.list_upcoming_removals(NOT_YET)
    assert (answers.due, timezone.localdate(answers.next_on)) == (0, LATER.date())
    (answers, *_others) = retention_report.list_upcoming_removals(LATER)
    assert answers.due == 1
    assert retention_report.count_blocked_attempts(LATER) == []
    held(attempt.enrolment.learner)
    (_words, number), *rest = retention_report.count_blocked_attempts(LATER)
    assert (number, rest) == (1, [])


def test_answers_go_everywhere_and_results_stay():
    attempt = marked_attempt(wrong=[3])
    before = facts(attempt)
    gone = {"answered", "skipped", "experienced", "initialized", "progressed"}
    others = [one for one in verbs(told()) if one not in gone]

    assert remove() == 1

    assert facts(attempt) == before
    assert answered() == 0
    assert set(attempt.items.values_list("flagged", flat=True)) == {False}
    assert [item.order for item in attempt.items.all()] == [[]] * 4
    assert verbs(told()) == others
    assert "passed" in others
    run = RetentionRun.objects.get(rule="answers")
    assert (run.number, run.details) == (1, {"answers": 4, "statements": 4})
    assert run.before == retention_rules.ANSWERS.before(LATER)
    entry = Entry.objects.get(action="assessment.answers_removed")
    assert (entry.by, entry.person) == (None, str(attempt.enrolment.learner.key))


def facts(attempt):
    """What the office holds of an attempt, whatever becomes of the answers."""
    kept = Attempt.every.filter(pk=attempt.pk).values().get()
    items = attempt.items.values_list("position", "question", "mark", "is_scored")
    completions = Completion.objects.filter(enrolment=attempt.enrolment)
    return (
        kept,
        list(items),
        list(completions.values()),
        list(Certificate.objects.filter(completion__in=completions).values()),
    )


def test_words_about_answers_go_with_them():
    attempt = attempt_marking.mark_attempt(
        written(others=1), at=NOW + timedelta(minutes=30)
    )
    item = open_item(attempt)
    aside = answer_moderation.withhold_answer(
        item, reason="Есім", by=_trainer(), at=NOW + timedelta(hours=1)
    )
    answer_moderation.return_redacted_answer(
        aside, text=TEXT, by=UserFactory(roles=[Role.ADMINISTRATOR]), at=NOW + DAY
    )
    marked(attempt, comment="Жақсы жауап", at=NOW + 2 * DAY)

    assert remove() == 1

    mark = OpenMark.objects.get()
    assert (mark.comment, mark.levels, mark.points) == ("", {"x": 2, "y": 2}, 4)
    assert SetAside.objects.get().reason == GivenBack.objects.get().text == ""
    assert RetentionRun.objects.get(rule="answers").details["words"] == 3
    assert not list_answers_to_mark(_trainer()).exists()


def _trainer():
    return UserFactory(roles=[Role.TRAINER])


def test_answers_in_lessons_and_to_practise_and_checks_of_certificates_go():
    attempt = marked_attempt()
    enrolment = attempt.enrolment
    certificate = Certificate.objects.get(completion__enrolment=enrolment)
    progress = UnitProgress.objects.filter(enrolment=enrolment).first()
    progress.notes = {"block": ["a"]}
    progress.save()
    Enrolment.objects.filter(pk=enrolment.pk).update(enrolled_at=NOW)
    PracticeAnswer.objects.create(
        enrolment=enrolment,
        question=QuestionVersion.objects.first(),
        given=["a"],
        is_right=True,
        answered_at=NOW,
    )
    Verification.objects.create(certificate=certificate, at=NOW, way="page")
    still = Verification.objects.create(certificate=certificate, at=LATER, way="json")
    hold = held(enrolment.learner)

    remove()
    assert runs() == []

    _lifted(hold)
    remove()
    assert runs() == [
        ("answers", 1),
        ("lessons", 1),
        ("practice", 1),
        ("verifications", 1),
    ]
    progress.refresh_from_db()
    assert (progress.notes, progress.finished_at) == ({}, NOW)
    assert not PracticeAnswer.objects.exists()
    assert Verification.objects.get() == still


def test_reasons_for_extra_time_go_and_the_time_itself_stays():
    """They go on the day after: the last day, and 24 months on."""
    ended = date(2026, 3, 1)
    person, other = StaffMemberFactory(), StaffMemberFactory()
    for one, last in ((person, ended), (person, ended + DAY), (other, ended)):
        ExtraTime.objects.create(
            staff_member=one,
            minutes=10,
            starts_on=ended,
            ends_on=last,
            reason="Дәрігердің қағазы",
            granted_at=NOW,
            granted_by=UserFactory(),
        )
    held(other)

    remove(datetime(2028, 3, 1, 12, tzinfo=UTC))
    assert runs() == []

    remove(datetime(2028, 3, 2, 12, tzinfo=UTC))
    assert runs() == [("extra-time", 1)]
    left = ExtraTime.objects.order_by("pk").values_list("minutes", "reason")
    assert [(minutes, bool(why)) for minutes, why in left] == [
        (10, False),
        (10, True),
        (10, True),
    ]


def _lifted(hold):
    from courses.retention import legal_holds

    legal_holds.lift_legal_hold(hold, reason="Аяқталды", by=UserFactory(), at=LATER)


@settings(max_examples=6)
@given(
    numbers=st.lists(st.integers(0, 3), min_size=1, max_size=3),
    ticks=st.integers(1, 3),
)
def test_any_number_of_runs_is_as_good_as_one(numbers, ticks):
    from django.db import transaction

    with transaction.atomic():
        for wrong in numbers:
            marked_attempt(wrong=range(1, wrong + 1))
        for tick in range(ticks):
            remove(LATER + tick * DAY)

        assert answered() == 0
        assert AnswersRemoved.objects.count() == len(numbers)
        assert runs() == [("answers", len(numbers))]
        transaction.set_rollback(True)


def test_what_is_left_by_one_tick_goes_at_the_next(monkeypatch):
    monkeypatch.setattr(retention_sweeps, "_BATCH", 1)
    monkeypatch.setattr(retention_sweeps, "_AT_ONCE", 2)
    for _one in range(3):
        marked_attempt()

    assert [remove(), remove(), remove()] == [2, 1, 0]
    assert runs() == [("answers", 1)] * 3


def test_batch_that_fails_leaves_everything_as_it_was(monkeypatch):
    marked_attempt()
    monkeypatch.setattr(audit_log, "record_action", _broken)

    with pytest.raises(RuntimeError):
        remove()

    assert (answered(), runs()) == (4, [])
    assert Statement.objects.filter(verb__name__endswith="/answered").count() == 4


def _broken(*_given, **_named):
    raise RuntimeError


def test_three_attempts_go_in_as_many_queries_as_one():
    edition = edition_with_exam([{}] * 4)
    counts = []
    for number in (1, 3):
        for _one in range(number):
            marked_attempt(enrolment=exam_enrolment(edition=edition))
        tally_store.count_new_attempts(LATER)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert remove() == number
        counts.append(len(asked))

    assert counts[0] == counts[1]
