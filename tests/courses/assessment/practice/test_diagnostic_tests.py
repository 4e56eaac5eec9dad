"""Tests that do not count: when they are offered, and that nothing follows from them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses import progress
from courses.assessment.attempts import attempt_deadlines, attempt_start, exam_admission
from courses.assessment.bank import question_usage
from courses.assessment.errors import ExamStartError
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, AttemptPurpose, CountedAttempt
from courses.assessment.papers import question_draw
from courses.assessment.practice import diagnostic_tests
from courses.assessment.statistics import tally_store
from courses.certificates.models import Certificate
from courses.models import Enrolment
from courses.records.models import Completion
from elearning.notices.models import Notice
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    exam_enrolment,
)
from tests.factories.courses import EnrolmentFactory
from tests.factories.staff import AppointmentFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAPER = {
    "questions": 3,
    "minutes": 30,
    "pre_test_questions": 2,
    "follow_up_questions": 1,
}


@pytest.fixture(autouse=True)
def everybody(settings):
    """Have everybody in the sample."""
    settings.FOLLOW_UP_PERCENT = 100


def fresh(bank=None, **paper):
    """A learner who has read nothing yet, on a course with an exam."""
    bank = bank or [{}] * 4
    return exam_enrolment(bank, read=False, paper=PAPER | paper)


def passed(at=NOW, **paper):
    """A learner who passed the exam of her course at ``at``."""
    enrolment = exam_enrolment([{}] * 4, paper=PAPER | paper)
    attempt = begin(enrolment, at=at)
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=at)
    return Enrolment.objects.get(pk=enrolment.pk)


def take(enrolment, purpose=AttemptPurpose.PRE_TEST, at=NOW, *, ended=True):
    attempt = diagnostic_tests.start_test(
        enrolment, purpose, at=at, by=enrolment.learner.user, language="kk"
    )
    return attempt_marking.mark_attempt(attempt, at=at) if ended else attempt


def address(enrolment, purpose=AttemptPurpose.PRE_TEST):
    return reverse(f"assessment:{purpose.value}", args=[enrolment.key])


@pytest.mark.parametrize("purpose", [AttemptPurpose.PRE_TEST, AttemptPurpose.FOLLOW_UP])
@pytest.mark.parametrize("method", ["get", "post"])
def test_test_of_somebody_else_is_not_found(client, purpose, method):
    enrolment = fresh()
    client.force_login(StaffMemberFactory().user)

    assert getattr(client, method)(address(enrolment, purpose)).status_code == 404
    assert not Attempt.every.exists()


def test_entry_test_is_closed_once_a_lesson_is_finished():
    enrolment = fresh()
    for unit in progress.list_lessons_before_exam(enrolment):
        progress.finish_unit(enrolment, unit, language="kk", at=NOW)

    with pytest.raises(ExamStartError):
        take(enrolment)

    assert not diagnostic_tests.is_entry_test_open(enrolment, NOW)


def test_entry_test_is_closed_on_a_course_that_was_left():
    enrolment = fresh()
    Enrolment.objects.filter(pk=enrolment.pk).update(ended_at=NOW)

    with pytest.raises(ExamStartError):
        take(enrolment)


@pytest.mark.parametrize("asked", [0, 5])
def test_test_that_the_bank_cannot_fill_or_nobody_wants_is_not_offered(asked):
    enrolment = fresh(pre_test_questions=asked)

    with pytest.raises(ExamStartError):
        take(enrolment)

    assert not diagnostic_tests.is_entry_test_open(enrolment, NOW)


def test_course_without_an_exam_has_no_test(client):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.learner.user)

    assert client.get(address(enrolment)).status_code == 404
    assert client.post(address(enrolment)).status_code == 302
    assert not Attempt.every.exists()


def test_test_is_taken_once():
    enrolment = fresh()
    first = take(enrolment)

    again = take(enrolment, at=NOW + DAY, ended=False)

    assert again == first
    assert Attempt.every.count() == 1
    assert not diagnostic_tests.is_entry_test_open(enrolment, NOW)


def test_entry_test_asks_its_own_number_at_the_pace_of_the_exam_and_tries_nothing_out():
    attempt = take(fresh(), ended=False)

    assert attempt.items.count() == 2
    assert attempt.ends_at - attempt.started_at == timedelta(minutes=20)
    assert set(attempt.items.values_list("is_scored", flat=True)) == {True}


def test_entry_test_counts_for_nothing():
    enrolment = fresh(attempts=1)
    attempt = take(enrolment, ended=False)
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=NOW)

    tally_store.count_new_attempts(NOW)

    enrolment.refresh_from_db()
    units = attempt.items.values_list("question__version__unit", flat=True)
    assert attempt.purpose == AttemptPurpose.PRE_TEST
    assert (enrolment.completed_at, Completion.objects.count()) == (None, 0)
    assert not Certificate.objects.exists()
    assert not Attempt.objects.exists()
    assert not enrolment.attempts.exists()
    assert set(question_draw.count_times_seen(enrolment)) == set(units)
    assert {
        use.times for use in question_usage.build_usage_by_unit(units).values()
    } == {0}
    assert not CountedAttempt.objects.exists()


def test_exam_after_an_entry_test_is_the_first_attempt_at_it():
    enrolment = fresh(attempts=1)
    take(enrolment)
    for unit in progress.list_lessons_before_exam(enrolment):
        progress.finish_unit(enrolment, unit, language="kk", at=NOW)

    assert exam_admission.list_start_refusals(enrolment, NOW) == []
    attempt = begin(enrolment)

    assert (attempt.number, attempt.purpose) == (1, AttemptPurpose.EXAM)


def test_open_entry_test_stands_in_no_exams_way():
    enrolment = fresh()
    take(enrolment, ended=False)
    for unit in progress.list_lessons_before_exam(enrolment):
        progress.finish_unit(enrolment, unit, language="kk", at=NOW)

    exam = begin(enrolment)

    assert attempt_start.find_open_attempt(enrolment) == exam
    assert Attempt.every.open().count() == 2


def test_entry_test_that_was_left_open_is_ended_by_the_clock():
    attempt = take(fresh(), ended=False)

    assert attempt_deadlines.mark_overdue_attempts(NOW + DAY) == 1

    attempt.refresh_from_db()
    assert (attempt.ended_by, attempt.score) == ("clock", 0)


def test_result_of_a_test_shows_answers_and_never_the_key(client):
    enrolment = fresh()
    attempt = take(enrolment, ended=False)
    answer(attempt, wrong={1})
    attempt_marking.mark_attempt(attempt, at=NOW)
    client.force_login(enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key]))

    shown = page.context["shown"]
    assert page.templates[0].name == "learner/test_result.html"
    assert [one.is_right for one in shown] == [False, True]
    told = [o.verdict for o in shown[0].form.fields[0].options if o.verdict]
    assert told == ["wrong"]


def test_test_goes_through_the_pages_of_an_exam(client):
    enrolment = fresh()
    client.force_login(enrolment.learner.user)
    start = address(enrolment)

    page = client.get(start)
    question = client.post(start, {"hold": page.context["hold"]})
    attempt = Attempt.every.get()
    first = client.get(question.url)
    client.post(question.url, {"choice": "a", "sequence": 1, "go": "next"})
    client.post(question.url.replace("/?", "/hand-in/?"))

    attempt.refresh_from_db()
    assert first.status_code == 200
    assert not attempt.is_open
    assert client.get(start).url == reverse("learner:result", args=[attempt.key])


@pytest.mark.parametrize(
    ("days", "is_open"),
    [(0, False), (89, False), (90, True), (119, True), (121, False)],
)
def test_follow_up_test_opens_90_days_later_for_a_month(days, is_open):
    enrolment = passed()
    at = NOW + days * DAY

    assert [
        one.pk
        for one in diagnostic_tests.list_learner_follow_ups(enrolment.learner, at)
    ] == ([enrolment.pk] if is_open else [])
    assert (
        diagnostic_tests.find_test_refusal(enrolment, AttemptPurpose.FOLLOW_UP, at)
        is None
    ) == is_open


def test_follow_up_test_is_refused_outside_the_sample(settings):
    settings.FOLLOW_UP_PERCENT = 0
    enrolment = passed()

    with pytest.raises(ExamStartError):
        take(enrolment, AttemptPurpose.FOLLOW_UP, NOW + 91 * DAY)

    assert (
        diagnostic_tests.list_learner_follow_ups(enrolment.learner, NOW + 91 * DAY)
        == []
    )


def test_sample_is_the_same_each_time_and_about_as_large_as_it_should_be(settings):
    settings.FOLLOW_UP_PERCENT = 20
    enrolments = [Enrolment() for _number in range(1000)]

    chosen = [diagnostic_tests.is_in_sample(one) for one in enrolments]

    assert chosen == [diagnostic_tests.is_in_sample(one) for one in enrolments]
    assert 140 < sum(chosen) < 260


def test_follow_up_test_changes_neither_completion_nor_certificate():
    enrolment = passed()
    before = list(Certificate.objects.values()), list(Completion.objects.values())

    take(enrolment, AttemptPurpose.FOLLOW_UP, NOW + 91 * DAY)

    after = list(Certificate.objects.values()), list(Completion.objects.values())
    assert after == before
    assert (
        diagnostic_tests.list_learner_follow_ups(enrolment.learner, NOW + 92 * DAY)
        == []
    )


def test_sample_is_told_once_and_whoever_left_is_not():
    enrolment, gone = passed(), passed()
    AppointmentFactory(staff_member=enrolment.learner)
    assert gone.learner.user
    at = NOW + 91 * DAY

    assert [
        diagnostic_tests.invite_to_follow_up(at),
        diagnostic_tests.invite_to_follow_up(at + DAY),
    ] == [1, 0]

    notice = Notice.objects.get(kind=diagnostic_tests.KIND)
    assert notice.user == enrolment.learner.user
    assert notice.url == f"/exams/{enrolment.key}/follow-up/"
    assert enrolment.course.title not in notice.subject + notice.text


def test_home_offers_an_open_follow_up_test(client):
    at = timezone.now()
    enrolment = passed(at=at - 100 * DAY)
    client.force_login(enrolment.learner.user)

    page = client.get(reverse("learner:training"))

    assert address(enrolment, AttemptPurpose.FOLLOW_UP) in page.content.decode()
