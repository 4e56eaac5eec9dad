"""Refreshers renew their courses in time, every second time not (curriculum R5–R7)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from courses.certificates.models import Certificate
from courses.compliance.course_assignment import assign_due_courses
from courses.compliance.status import list_standings
from courses.enrolment import enrol_learner
from courses.models import Enrolment
from courses.recognition import pass_corrections
from courses.recognition.errors import RecognitionError
from courses.records.completions.completion_correction import CorrectionRequest
from courses.records.completions.completion_withdrawal import withdraw_completion
from courses.records.completions.course_completion import record_completion
from courses.records.models import Completion
from elearning.accounts.roles import Role
from elearning.notices.models import Notice
from elearning.staff.models import StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import EditionFactory
from tests.factories.staff import AppointmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

BASIS = Completion.Basis


@pytest.fixture
def course():
    return EditionFactory(course__code="C1", course__validity_months=12).course


@pytest.fixture
def refresher(course):
    edition = EditionFactory(
        course__code="C1-R", course__validity_months=12, course__refreshes=course
    )
    return edition.course


@pytest.fixture
def person(course):
    rule = RequirementFactory(course=course, months=12)
    return AppointmentFactory(post=rule.post).staff_member


def noon(day):
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


def passes(person, course, day):
    """Pass ``course`` on ``day`` and return what became of the course it refreshes."""
    with time_machine.travel(noon(day), tick=False):
        enrolment = enrol_learner(person, course, by=None, at=noon(day))
        record_completion(enrolment, by=None, at=noon(day), score=0.9, language="kk")
        Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=noon(day))
    return Completion.objects.filter(
        course=course.refreshes, passed_on=day, basis=BASIS.REFRESHER
    ).first()


def told():
    notice = Notice.objects.filter(kind__startswith="course-").latest("pk")
    with translation.override("en"):
        return notice.subject, notice.text


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2026, 10, 17), date(2028, 1, 15)),
        (date(2027, 1, 15), date(2028, 1, 15)),
        (date(2027, 2, 1), date(2028, 2, 1)),
        (date(2027, 7, 14), date(2028, 7, 14)),
    ],
)
def test_refresher_renews_from_ninety_days_before_to_180_after(
    person, course, refresher, day, until
):
    PassFactory(learner=person, course=course, passed_on=date(2026, 1, 15))

    made = passes(person, refresher, day)

    assert (made.expires_on, made.rests_on.course) == (until, refresher)
    assert made.edition == course.current_edition
    assert Certificate.objects.filter(completion=made).count() == 1
    assert told()[0].startswith("Course C1 has been renewed until ")
    (one,) = list_standings(
        StaffMember.objects.filter(pk=person.pk), on=day + timedelta(days=1)
    )[:1]
    assert one.completion in {made, made.rests_on}


@pytest.mark.parametrize(
    ("passed_on", "day", "why"),
    [
        (None, date(2027, 1, 15), "C1 has not been passed before."),
        (date(2026, 1, 15), date(2027, 7, 15), "C1 ended more than 180 days ago."),
        (date(2026, 1, 15), date(2026, 10, 16), "C1 is still valid."),
    ],
)
def test_refresher_counts_for_itself_alone_where_it_may_not_renew(
    person, refresher, passed_on, day, why
):
    if passed_on:
        course = refresher.refreshes
        PassFactory(learner=person, course=course, passed_on=passed_on)

    assert passes(person, refresher, day) is None

    assert Completion.objects.filter(course=refresher).count() == 1
    subject, text = told()
    assert subject == "C1-R has been passed, but it does not renew C1"
    assert text.startswith(why)


def test_every_second_renewal_is_the_whole_course(person, course, refresher):
    PassFactory(learner=person, course=course, passed_on=date(2026, 1, 15))
    assert passes(person, refresher, date(2027, 1, 10)) is not None

    assert passes(person, refresher, date(2028, 1, 10)) is None
    assert told()[1].startswith("C1 was last renewed by its refresher.")

    PassFactory(learner=person, course=course, passed_on=date(2028, 1, 12))
    assert passes(person, refresher, date(2028, 12, 20)) is not None


def test_withdrawn_refresher_takes_its_renewal_with_it(person, course, refresher):
    PassFactory(learner=person, course=course, passed_on=date(2026, 1, 15))
    made = passes(person, refresher, date(2027, 1, 10))

    withdraw_completion(
        made.rests_on,
        ground="fraud",
        authority="Committee",
        reason="Somebody else sat it",
        by=UserFactory(),
        at=noon(date(2027, 1, 20)),
    )

    assert made.withdrawal.reason == "Somebody else sat it"


def corrected(pass_, day):
    """Have two officers put the pass of a refresher on another day."""
    wanted, at = CorrectionRequest(day, pass_.score), noon(date(2027, 3, 1))
    facts = {"reason": "Wrong day", "at": at}
    office = [UserFactory(roles=[Role.MINISTRY_HR]) for _n in range(2)]
    with time_machine.travel(at, tick=False):
        _changes, seen = pass_corrections.preview_correction(pass_, wanted, at=at)
        kept = pass_corrections.propose_correction(
            pass_, wanted, seen=seen, by=office[0], **facts
        )
        decided = {"is_confirmed": True, "reason": "Yes", "seen": seen, "at": at}
        pass_corrections.decide_correction(kept, by=office[1], **decided)


def test_corrected_day_of_a_refresher_asks_anew_whether_it_renews(
    person, course, refresher
):
    PassFactory(learner=person, course=course, passed_on=date(2026, 1, 15))
    assert passes(person, refresher, date(2026, 10, 17)) is not None
    own = Completion.objects.get(course=refresher)

    with (
        translation.override("en"),
        pytest.raises(RecognitionError, match="renewed C1"),
    ):
        corrected(own, date(2026, 10, 16))

    corrected(own, date(2026, 10, 20))
    renewed = Completion.objects.filter(course=course, superseded_by=None).latest("pk")
    assert renewed.passed_on == date(2026, 10, 20)


def test_refresher_renews_once_its_day_is_corrected_into_the_window(
    person, course, refresher
):
    PassFactory(learner=person, course=course, passed_on=date(2026, 1, 15))
    assert passes(person, refresher, date(2026, 10, 16)) is None

    corrected(Completion.objects.get(course=refresher), date(2026, 10, 20))

    renewed = Completion.objects.get(course=course, basis=BASIS.REFRESHER)
    assert renewed.passed_on == date(2026, 10, 20)


@pytest.mark.parametrize(
    ("passed_on", "code"),
    [(None, "C1"), (date(2025, 6, 20), "C1-R"), (date(2024, 6, 1), "C1")],
)
def test_worker_assigns_the_refresher_where_it_renews(
    person, course, refresher, passed_on, code
):
    if passed_on:
        PassFactory(learner=person, course=course, passed_on=passed_on)
    at = noon(date(2026, 6, 1))

    assert (assign_due_courses(at), assign_due_courses(at)) == (1, 0)

    assert Enrolment.objects.get().course.code == code
