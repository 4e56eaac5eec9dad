"""Answers that people mark: what they may not, and what the last mark does."""

from decimal import Decimal

import pytest

from courses.assessment.bank import question_trials
from courses.assessment.errors import OpenMarkError
from courses.assessment.marks import attempt_marking, open_answer_marking
from courses.assessment.models import (
    Attempt,
    OpenMark,
    QuestionState,
    StateChange,
    list_answers_to_decide,
    list_answers_to_mark,
)
from courses.assessment.statistics import tally_store
from courses.certificates.models import Certificate
from courses.records.models import Completion
from elearning.accounts.roles import Role
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.courses.assessment.marks.answers import DAY, LATER, handed_in, verb
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    begin,
    edition_with_exam,
    exam_enrolment,
    save,
)
from tests.factories.open_answers import (
    TEXT,
    marked,
    open_item,
    question,
    trainer,
    written,
)
from tests.factories.records import told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("levels", [{}, {"x": 2}, {"x": 2, "y": 3}, {"x": 1, "z": 1}])
def test_levels_that_the_rubric_does_not_have_are_refused(levels, english):
    attempt = handed_in()

    with pytest.raises(OpenMarkError, match="each criterion"):
        open_answer_marking.record_open_mark(
            open_item(attempt), levels, comment="", by=trainer(), at=LATER
        )

    assert not OpenMark.objects.exists()


def test_nobody_marks_her_own_answer():
    learner = handed_in().enrolment.learner.user
    learner.groups.add(*trainer().groups.all())

    assert list(list_answers_to_mark(learner)) == []
    with pytest.raises(OpenMarkError):
        marked(Attempt.objects.get(), by=learner)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TRAINER])
def test_only_trainers_mark(role):
    handed_in()
    user = UserFactory(roles=[role])

    assert not list_answers_to_mark(user).exists()
    assert not list_answers_to_decide(user).exists()


def test_answer_of_an_exam_under_way_is_marked_by_nobody():
    attempt = written()

    with pytest.raises(OpenMarkError):
        marked(attempt)


def test_nobody_marks_an_answer_twice(english):
    attempt, one = handed_in(markers=2), trainer()
    marked(attempt, by=one)

    with pytest.raises(OpenMarkError, match="not yours"):
        marked(attempt, by=one)


def test_answer_with_its_marks_takes_no_more():
    attempt = handed_in()
    marked(attempt)

    with pytest.raises(OpenMarkError):
        marked(attempt)
    with pytest.raises(OpenMarkError):
        marked(attempt, decides=True)


def test_marks_are_kept_as_they_are():
    attempt = handed_in()
    kept = marked(attempt)

    with pytest.raises(AuditError):
        kept.save()
    with pytest.raises(AuditError):
        kept.delete()


def test_last_mark_gives_the_result_as_of_handing_in():
    attempt = handed_in(others=3)

    marked(attempt, 2, 1, at=LATER + 3 * DAY)

    attempt.refresh_from_db()
    assert (attempt.is_marked, attempt.passed) == (True, True)
    assert attempt.score == Decimal("0.9375")
    assert (attempt.handed_in_at, attempt.marked_at) == (LATER, LATER + 3 * DAY)
    completion = Completion.objects.get()
    assert (completion.completed_at, float(completion.score)) == (LATER, 0.9375)
    assert Certificate.objects.get().completion == completion


def test_last_mark_of_a_failed_exam_certifies_nothing():
    attempt = handed_in(others=1)

    marked(attempt, 0, 0)

    attempt.refresh_from_db()
    assert (attempt.passed, attempt.score) == (False, Decimal("0.5"))
    assert not Completion.objects.exists()
    assert verb(told()[-1]) == "failed"


def test_must_pass_answer_needs_all_points():
    bank = [question(must_pass=True), {}, {}, {}]
    enrolment = exam_enrolment(bank, paper={"open_questions": 1})
    attempt = begin(enrolment)
    for item in attempt.items.select_related("question"):
        sent = {"open": [TEXT]} if item.question.type == "open" else {"choice": ["a"]}
        save(attempt, item.position, sent, 1, at=NOW)
    attempt_marking.mark_attempt(attempt, at=LATER)

    marked(attempt, 2, 1)

    attempt.refresh_from_db()
    assert (attempt.passed, attempt.must_pass_failed) == (False, True)


def test_learner_is_told_once_that_the_result_is_there():
    attempt = handed_in()

    marked(attempt, at=LATER + DAY)

    notice = Notice.objects.get(kind="exam-result")
    assert notice.user == attempt.enrolment.learner.user
    assert notice.context == {"code": attempt.enrolment.course.code}
    assert notice.url == f"/my/results/{attempt.key}/"


def test_result_that_is_there_at_once_sends_no_notice():
    attempt = begin()
    attempt_marking.mark_attempt(attempt, at=LATER)

    assert not Notice.objects.filter(kind="exam-result").exists()


def test_statements_tell_answer_and_result_with_the_marks():
    attempt = handed_in()
    marked(attempt, 1, 2)

    by_verb = {verb(one): one for one in told()}
    answered, result = by_verb["answered"], by_verb["passed"]

    assert answered["object"]["definition"]["interactionType"] == "long-fill-in"
    assert "correctResponsesPattern" not in answered["object"]["definition"]
    assert answered["result"] == {
        "response": TEXT,
        "success": False,
        "score": {"scaled": 0.75},
    }
    assert result["timestamp"].startswith("2026-03-02T04:10:00")


def test_mark_is_audited_with_the_points_and_without_the_text():
    attempt, one = handed_in(), trainer()
    marked(attempt, by=one, comment="Жақсы")

    entry = Entry.objects.get(action="assessment.answer_marked")

    assert (entry.by, entry.person) == (one, str(attempt.enrolment.learner.key))
    assert entry.details == {"points": 4, "levels": {"x": 2, "y": 2}}


def test_mark_that_comes_after_the_learner_left_keeps_the_result():
    attempt = handed_in()
    type(attempt.enrolment).objects.update(ended_at=LATER)

    marked(attempt)

    attempt.refresh_from_db()
    assert attempt.passed
    assert not Completion.objects.exists()


def tried_out():
    """A marked attempt with an open question in trial, which has an answer."""
    edition = edition_with_exam([question(), {}], questions=1, open_questions=1)
    unit = edition.entries.get(version__question__type="open").version.unit
    StateChange.objects.create(
        unit=unit, state=QuestionState.TRIAL, reason="Жаңа", at=NOW
    )
    attempt = begin(exam_enrolment(edition=edition))
    for item in attempt.items.select_related("question"):
        sent = {"open": [TEXT]} if item.question.type == "open" else {"choice": ["a"]}
        save(attempt, item.position, sent, 1, at=NOW)
    return attempt_marking.mark_attempt(attempt, at=LATER), unit


def test_answer_in_trial_holds_up_nothing_and_is_marked_later():
    attempt, unit = tried_out()

    assert (attempt.is_marked, attempt.passed) == (True, True)
    assert tally_store.count_new_attempts(LATER) == 1
    assert question_trials.build_question_trial(unit).number == 0
    before = len(told())

    marked(attempt, 1, 2)

    assert open_item(attempt).mark == Decimal("0.75")
    assert question_trials.build_question_trial(unit).pairs == [(0.75, 1.0)]
    (statement,) = told()[before:]
    assert verb(statement) == "answered"
    assert not Notice.objects.filter(kind="exam-result").exists()
