"""Answers that people mark: the attempt waits, and the last mark gives it its result."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from courses.assessment.attempts import admission, granting, timing
from courses.assessment.bank import leaks, trying
from courses.assessment.errors import ClosedError, GrantError, MarkError, StartError
from courses.assessment.marks import marking, open_marking
from courses.assessment.models import (
    Attempt,
    AttemptItem,
    OpenMark,
    State,
    StateChange,
    to_decide,
    to_mark,
)
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
LATER = NOW + timedelta(minutes=10)
DAY = timedelta(days=1)


def handed_in(**facts):
    """An attempt with an open answer that waits for its marks."""
    attempt = written(**facts)
    return marking.mark(attempt, at=LATER, by=attempt.enrolment.learner.user)


# --- What is refused ------------------------------------------------------------------


@pytest.mark.parametrize("levels", [{}, {"x": 2}, {"x": 2, "y": 3}, {"x": 1, "z": 1}])
def test_levels_that_the_rubric_does_not_have_are_refused(levels, english):
    attempt = handed_in()

    with pytest.raises(MarkError, match="each criterion"):
        open_marking.mark(
            open_item(attempt), levels, comment="", by=trainer(), at=LATER
        )

    assert not OpenMark.objects.exists()


def test_nobody_marks_her_own_answer():
    learner = handed_in().enrolment.learner.user
    learner.groups.add(*trainer().groups.all())

    assert list(to_mark(learner)) == []
    with pytest.raises(MarkError):
        marked(Attempt.objects.get(), by=learner)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TRAINER])
def test_only_trainers_mark(role):
    handed_in()
    user = UserFactory(roles=[role])

    assert not to_mark(user).exists()
    assert not to_decide(user).exists()


def test_answer_of_an_exam_under_way_is_marked_by_nobody():
    attempt = written()

    with pytest.raises(MarkError):
        marked(attempt)


def test_nobody_marks_an_answer_twice(english):
    attempt, one = handed_in(markers=2), trainer()
    marked(attempt, by=one)

    with pytest.raises(MarkError, match="not yours"):
        marked(attempt, by=one)


def test_answer_with_its_marks_takes_no_more():
    attempt = handed_in()
    marked(attempt)

    with pytest.raises(MarkError):
        marked(attempt)
    with pytest.raises(MarkError):
        marked(attempt, decides=True)


def test_markers_who_agree_leave_nothing_to_decide():
    attempt = handed_in(markers=2)
    marked(attempt, 2, 2)

    with pytest.raises(MarkError):
        marked(attempt, decides=True)

    marked(attempt, 2, 1)
    assert not to_decide(trainer()).exists()


def test_marks_are_kept_as_they_are():
    attempt = handed_in()
    kept = marked(attempt)

    with pytest.raises(AuditError):
        kept.save()
    with pytest.raises(AuditError):
        kept.delete()


def test_waiting_attempt_stays_as_it_is():
    attempt = handed_in()

    with pytest.raises(AuditError):
        attempt.save()
    attempt.handed_in_at = None
    with pytest.raises(AuditError):
        attempt.save()
    with pytest.raises(ClosedError):
        save(attempt, 1, {"open": ["Басқа"]}, 2, at=LATER)


@pytest.mark.parametrize(
    "facts", [{"score": 1}, {"passed": True}, {"marked_at": LATER}, {"ended_by": ""}]
)
def test_database_keeps_an_attempt_open_waiting_or_marked(facts):
    attempt = handed_in()

    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**facts)


# --- The attempt waits ------------------------------------------------------------------


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

    again = marking.mark(attempt, at=LATER + DAY)

    assert again.is_waiting
    assert again.handed_in_at == LATER
    assert marking.complete(attempt, at=LATER, by=None).is_waiting


def test_attempt_that_the_clock_ended_waits_as_of_its_end():
    attempt = written()

    assert timing.mark_overdue(attempt.ends_at + timedelta(minutes=1)) == 1

    attempt.refresh_from_db()
    assert attempt.is_waiting
    assert attempt.handed_in_at == attempt.ends_at
    assert verb(told()[-1]) == "terminated"


def test_open_question_without_an_answer_holds_up_nothing():
    attempt = handed_in(others=1, text="", paper={"pass_mark": 50})

    assert attempt.is_marked
    assert attempt.score == Decimal("0.5")
    assert not to_mark(trainer()).exists()


def test_new_attempt_waits_for_the_marks_of_the_last_one(english):
    attempt = handed_in()

    (reason,) = admission.may_start(attempt.enrolment, LATER + 30 * DAY)

    assert reason.code == "marking"
    assert reason.text.startswith("Your last exam is handed in, and a trainer still")
    with pytest.raises(StartError):
        begin(attempt.enrolment, at=LATER + 30 * DAY)


def test_no_further_attempt_is_granted_while_the_last_one_waits(english):
    attempt = handed_in(paper={"attempts": 1, "waiting_hours": []})

    assert not granting.may_grant(
        attempt.enrolment, list(Attempt.objects.select_related("paper", "further"))
    )
    with pytest.raises(GrantError, match="still wait for their marks"):
        granting.grant_further_attempt(
            attempt.enrolment,
            spoken_on=LATER.date(),
            reason="Әңгіме",
            by=trainer(),
            at=LATER,
        )


def test_leak_weighs_no_attempt_that_waits():
    attempt = handed_in(others=1)
    unit = attempt.items.get(question__type="single").question.version.unit

    assert leaks.effects(unit, leaks.seen_by(unit)) == []
    assert leaks.leak_of(unit).under_way == 1


def test_statistics_count_an_attempt_when_it_is_marked():
    attempt = handed_in(others=1)

    assert counting.count_new(LATER) == 0

    marked(attempt)
    assert counting.count_new(LATER + 2 * DAY) == 1


# --- The last mark ------------------------------------------------------------------------


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
    marking.mark(attempt, at=LATER)

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
    marking.mark(attempt, at=LATER)

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


# --- Two markers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "mark"),
    [((2, 2), (2, 2), "1"), ((2, 1), (1, 1), "0.625"), ((0, 2), (2, 0), "0.5")],
)
def test_two_who_agree_give_their_mean(first, second, mark):
    attempt = handed_in(markers=2)

    marked(attempt, *first)
    assert Attempt.objects.get().is_waiting
    marked(attempt, *second)

    assert open_item(attempt).mark == Decimal(mark)
    assert Attempt.objects.get().is_marked


def test_where_two_differ_a_third_decides():
    attempt, one, other = handed_in(markers=2), trainer(), trainer()
    marked(attempt, 2, 2, by=one)
    marked(attempt, 1, 1, by=other)

    assert Attempt.objects.get().is_waiting
    assert [to_mark(who).count() for who in (one, other, trainer())] == [0, 0, 0]
    assert to_decide(trainer()).get() == open_item(attempt)

    marked(attempt, 1, 2, decides=True)

    assert open_item(attempt).mark == Decimal("0.75")
    assert list(OpenMark.objects.values_list("points", "is_decision")) == [
        (4, False),
        (2, False),
        (3, True),
    ]


def test_the_two_decide_together_by_the_same_levels():
    attempt, one, other = handed_in(markers=2), trainer(), trainer()
    marked(attempt, 2, 2, by=one)
    marked(attempt, 0, 0, by=other)

    marked(attempt, 1, 1, by=one, decides=True)
    assert Attempt.objects.get().is_waiting
    assert not to_decide(one).exists()
    marked(attempt, 1, 1, by=other, decides=True)

    assert open_item(attempt).mark == Decimal("0.5")


def test_two_who_cannot_agree_need_a_third():
    attempt, one, other = handed_in(markers=2), trainer(), trainer()
    marked(attempt, 2, 2, by=one)
    marked(attempt, 0, 0, by=other)
    marked(attempt, 2, 2, by=one, decides=True)
    marked(attempt, 0, 0, by=other, decides=True)

    assert Attempt.objects.get().is_waiting

    marked(attempt, 0, 1, decides=True)
    assert open_item(attempt).mark == Decimal("0.25")


def test_marks_of_another_are_seen_by_nobody_before_the_own():
    attempt, one, other = handed_in(markers=2), trainer(), trainer()
    marked(attempt, 2, 2, by=one)

    assert list(OpenMark.objects.visible_to(other)) == []
    assert OpenMark.objects.visible_to(one).count() == 1

    marked(attempt, 0, 0, by=other)
    assert OpenMark.objects.visible_to(other).count() == 2
    assert OpenMark.objects.visible_to(trainer()).count() == 2
    assert not OpenMark.objects.visible_to(UserFactory()).exists()


# --- In trial -----------------------------------------------------------------------------


def tried_out():
    """A marked attempt with an open question in trial, which has an answer."""
    edition = edition_with_exam([question(), {}], questions=1, open_questions=1)
    unit = edition.entries.get(version__question__type="open").version.unit
    StateChange.objects.create(unit=unit, state=State.TRIAL, reason="Жаңа", at=NOW)
    attempt = begin(exam_enrolment(edition=edition))
    for item in attempt.items.select_related("question"):
        sent = {"open": [TEXT]} if item.question.type == "open" else {"choice": ["a"]}
        save(attempt, item.position, sent, 1, at=NOW)
    return marking.mark(attempt, at=LATER), unit


def test_answer_in_trial_holds_up_nothing_and_is_marked_later():
    attempt, unit = tried_out()

    assert (attempt.is_marked, attempt.passed) == (True, True)
    assert counting.count_new(LATER) == 1
    assert trying.trial_of(unit).number == 0
    before = len(told())

    marked(attempt, 1, 2)

    assert open_item(attempt).mark == Decimal("0.75")
    assert trying.trial_of(unit).pairs == [(0.75, 1.0)]
    (statement,) = told()[before:]
    assert verb(statement) == "answered"
    assert not Notice.objects.filter(kind="exam-result").exists()


# --- What is drawn ------------------------------------------------------------------------


@pytest.mark.parametrize(("wanted", "drawn"), [(0, 0), (1, 1), (2, 2)])
def test_paper_says_how_many_open_questions_are_asked(wanted, drawn):
    bank = [question() for _ in range(3)] + [{}] * 4
    attempt = begin(bank=bank, paper={"questions": 4, "open_questions": wanted})

    assert attempt.items.count() == 4
    assert attempt.items.filter(question__type="open").count() == drawn


def test_bank_of_open_questions_alone_is_not_enough_for_a_paper_without_any():
    enrolment = exam_enrolment([question()] * 4)

    assert [reason.code for reason in admission.may_start(enrolment, NOW)] == [
        "unready"
    ]


# --- By when ------------------------------------------------------------------------------


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
    assert open_marking.promised_on(handed_in_on) == promised


def test_promise_is_a_setting(settings):
    settings.MARKING_WORKING_DAYS = 2

    assert open_marking.promised_on(date(2026, 3, 6)) == date(2026, 3, 11)


def test_public_holidays_are_those_of_the_country(settings):
    settings.PUBLIC_HOLIDAYS = "FR"

    assert open_marking.promised_on(date(2026, 3, 2)) == date(2026, 3, 9)


def verb(statement):
    return statement["verb"]["id"].rpartition("/")[2]
