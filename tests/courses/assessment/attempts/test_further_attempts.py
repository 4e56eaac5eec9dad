"""What stands between attempts: lessons read again, and one more after a conversation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses import outline_cache, progress
from courses.assessment.attempts import attempt_start, further_attempts
from courses.assessment.attempts.exam_admission import list_start_refusals
from courses.assessment.errors import ExamGrantError, ExamStartError
from courses.assessment.marks import attempt_marking
from courses.assessment.models import FurtherAttempt, Rereading
from elearning.accounts.roles import Role
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, answer, exam_enrolment
from tests.factories.courses import UnitVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOUR = timedelta(hours=1)
FAST = {"waiting_hours": []}


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def enrolment():
    """A learner of a course whose first lesson teaches what the exam asks."""
    enrolment = exam_enrolment(paper=FAST)
    outcome = enrolment.course.outcomes.get()
    lesson = enrolment.edition.steps[0].version
    # what is released cannot be changed, so it is made to teach behind its back
    lesson.texts.all().update(details={"outcomes": [outcome.number]})
    other = UnitVersionFactory(unit__course=enrolment.course)
    enrolment.edition.entries.create(version=other, position=99)
    outline_cache.clear_outlines()
    enrolment = fresh(enrolment)
    progress.finish_unit(enrolment, other.unit, language="kk", at=NOW)
    return enrolment


def fresh(enrolment):
    return type(enrolment).objects.get(pk=enrolment.pk)


def sit(enrolment, at, *, wrong=(1, 2, 3, 4)):
    attempt = attempt_start.start_attempt(
        enrolment, at=at, by=enrolment.learner.user, language="kk"
    )
    answer(attempt, wrong=wrong, at=at)
    return attempt_marking.mark_attempt(
        attempt, at=at + HOUR / 4, by=enrolment.learner.user
    )


def fail(enrolment, times, at=NOW):
    for _number in range(times):
        for reason in list_start_refusals(enrolment, at):
            for unit in reason.units:
                progress.finish_unit(enrolment, unit, language="kk", at=at)
        attempt = sit(enrolment, at)
        at += HOUR
    return attempt


def codes(enrolment, at=NOW + 10 * HOUR):
    return [reason.code for reason in list_start_refusals(enrolment, at)]


def grant(enrolment, trainer, *, at=NOW + 10 * HOUR, days=0, reason="Әңгіме"):
    day = timezone.localdate(at) + timedelta(days=days)
    return further_attempts.grant_further_attempt(
        enrolment, spoken_on=day, reason=reason, by=trainer, at=at
    )


# --- Reading again --------------------------------------------------------------------


def test_the_second_attempt_asks_for_no_reading(enrolment):
    fail(enrolment, 1)

    assert codes(enrolment) == []


def test_the_third_attempt_waits_for_the_lessons_on_what_was_wrong(enrolment):
    fail(enrolment, 2)
    lesson = enrolment.edition.steps[0].version.unit

    reasons = list_start_refusals(enrolment, NOW + 10 * HOUR)

    assert [(reason.code, reason.units) for reason in reasons] == [
        ("reading", (lesson,))
    ]
    with pytest.raises(ExamStartError):
        sit(enrolment, NOW + 10 * HOUR)


def test_reading_before_the_failed_attempt_does_not_count(enrolment):
    fail(enrolment, 1)
    lesson = enrolment.edition.steps[0].version.unit
    progress.finish_unit(enrolment, lesson, language="kk", at=NOW + HOUR / 2)

    sit(enrolment, NOW + HOUR)

    assert codes(enrolment) == ["reading"]


def test_reading_another_lesson_does_not_count(enrolment):
    fail(enrolment, 2)
    other = enrolment.edition.steps[-1].version.unit

    progress.finish_unit(enrolment, other, language="kk", at=NOW + 3 * HOUR)

    assert codes(enrolment) == ["reading"]


def test_reading_while_an_attempt_runs_does_not_count(enrolment):
    lesson = enrolment.edition.steps[0].version.unit
    attempt_start.start_attempt(
        enrolment, at=NOW, by=enrolment.learner.user, language="kk"
    )

    progress.finish_unit(enrolment, lesson, language="kk", at=NOW + HOUR / 6)

    assert not Rereading.objects.exists()


def test_the_lesson_read_again_opens_the_third_attempt(enrolment):
    last = fail(enrolment, 2)
    lesson = enrolment.edition.steps[0].version.unit

    for minutes in (0, 1):
        at = NOW + 3 * HOUR + minutes * HOUR / 60
        progress.finish_unit(enrolment, lesson, language="kk", at=at)

    assert codes(enrolment) == []
    kept = Rereading.objects.get()
    assert (kept.attempt, kept.unit, kept.at) == (last, lesson, NOW + 3 * HOUR)
    with pytest.raises(AuditError):
        kept.save()


def test_a_topic_that_was_right_is_not_read_again(enrolment):
    enrolment.edition.steps[0].version.texts.all().update(details={"outcomes": [99]})

    fail(fresh(enrolment), 2)

    assert codes(enrolment) == []


# --- One attempt more -----------------------------------------------------------------


@pytest.mark.parametrize("times", [0, 1, 2])
def test_nothing_is_granted_while_an_attempt_is_left(enrolment, trainer, times):
    if times:
        fail(enrolment, times)

    with pytest.raises(ExamGrantError, match="still has an attempt"):
        grant(enrolment, trainer)


def test_nothing_is_granted_without_a_reason(enrolment, trainer):
    fail(enrolment, 3)

    with pytest.raises(ExamGrantError, match="reason"):
        grant(enrolment, trainer, reason="  ")


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "still to come"), (-1, "takes place after the last attempt")],
)
def test_the_conversation_is_after_the_last_attempt_and_not_to_come(
    enrolment, trainer, days, words
):
    fail(enrolment, 3)

    with pytest.raises(ExamGrantError, match=words):
        grant(enrolment, trainer, days=days)


def test_nobody_grants_herself_an_attempt(enrolment):
    fail(enrolment, 3)

    with pytest.raises(ExamGrantError, match="to yourself"):
        grant(enrolment, enrolment.learner.user)


def test_nothing_is_granted_while_the_last_attempt_runs(enrolment, trainer):
    fail(enrolment, 2)
    for unit in list_start_refusals(enrolment, NOW + 3 * HOUR)[0].units:
        progress.finish_unit(enrolment, unit, language="kk", at=NOW + 3 * HOUR)
    attempt_start.start_attempt(
        enrolment, at=NOW + 3 * HOUR, by=enrolment.learner.user, language="kk"
    )

    with pytest.raises(ExamGrantError, match="sitting the exam"):
        grant(enrolment, trainer)


def test_nothing_is_granted_on_a_course_that_has_ended(enrolment, trainer):
    fail(enrolment, 3)
    type(enrolment).objects.update(ended_at=NOW)

    with pytest.raises(ExamGrantError, match="has ended"):
        grant(enrolment, trainer)


def test_a_second_grant_for_the_same_attempt_is_refused(enrolment, trainer):
    fail(enrolment, 3)
    grant(enrolment, trainer)

    with pytest.raises(ExamGrantError, match="still has an attempt"):
        grant(enrolment, trainer)

    assert FurtherAttempt.objects.count() == 1


def test_one_attempt_more_is_kept_told_and_audited(enrolment, trainer):
    last = fail(enrolment, 3)
    assert codes(enrolment) == ["attempts"]

    granted = grant(enrolment, trainer)

    assert (granted.after, granted.granted_by) == (last, trainer)
    entry = Entry.objects.get(action="assessment.attempt_granted")
    assert (entry.by, entry.person, entry.reason) == (
        trainer,
        str(enrolment.learner.key),
        "Әңгіме",
    )
    notice = Notice.objects.get(user=enrolment.learner.user)
    assert notice.url == f"/exams/{enrolment.key}/"
    assert enrolment.course.code in notice.subject
    with pytest.raises(AuditError):
        granted.save()


def test_a_granted_attempt_waits_for_no_hours_and_each_conversation_gives_one(trainer):
    enrolment = exam_enrolment(paper={"attempts": 1, "waiting_hours": [72]})
    sit(enrolment, NOW)
    grant(enrolment, trainer, at=NOW + HOUR)

    assert codes(enrolment, NOW + HOUR) == []
    assert sit(enrolment, NOW + HOUR).number == 2
    assert codes(enrolment, NOW + 3 * HOUR) == ["attempts"]
    assert grant(enrolment, trainer, at=NOW + 3 * HOUR).after.number == 2
