"""Completions: recorded once by the last unit, never changed, with the right expiry."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.utils import timezone

from courses import progress
from courses.records.completing import record_completion
from courses.records.models import Completion
from courses.records.signals import completion_recorded
from elearning.audit.errors import AuditError
from tests.factories.assessment import exam_enrolment
from tests.factories.courses import EnrolmentFactory
from tests.factories.records import HANDED_IN, marked_attempt
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


def completed(enrolment, at, score=None):
    return record_completion(enrolment, by=None, at=at, score=score, language="kk")


def moment(day):
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def test_pass_is_recorded_with_its_facts():
    attempt = marked_attempt(wrong={2})

    completion = Completion.objects.get()

    assert completion.learner == attempt.enrolment.learner
    assert completion.enrolment == attempt.enrolment
    assert completion.edition == attempt.enrolment.edition
    assert completion.completed_at == HANDED_IN
    assert completion.score == Decimal("0.75")
    assert completion.basis == Completion.Basis.EXAM
    assert (completion.passed_on, completion.expires_on) == (
        date(2026, 3, 2),
        date(2028, 3, 2),
    )


def test_course_without_exam_is_completed_by_its_lessons():
    enrolment = EnrolmentFactory()
    unit = enrolment.edition.entries.get().version.unit

    progress.finish(enrolment, unit, language="ru")

    completion = Completion.objects.get()
    assert (completion.score, completion.language) == (None, "ru")
    assert completion.basis == Completion.Basis.LESSONS


def test_completion_is_recorded_and_announced_once():
    heard = []

    def hear(completion, **_):
        heard.append(completion)

    completion_recorded.connect(hear)
    try:
        enrolment = exam_enrolment()
        first = completed(enrolment, HANDED_IN, 1.0)
        again = completed(enrolment, HANDED_IN + timedelta(days=1), 0.5)
    finally:
        completion_recorded.disconnect(hear)

    assert first == again
    assert heard == [first]


def test_completion_is_never_changed():
    completion = completed(EnrolmentFactory(), HANDED_IN)

    with pytest.raises(AuditError):
        completion.save()
    with pytest.raises(AuditError):
        completion.delete()


def test_score_is_a_share():
    with pytest.raises(IntegrityError):
        completed(EnrolmentFactory(), HANDED_IN, 1.5)


@pytest.mark.parametrize(
    ("again_on", "expires_on"),
    [
        (date(2027, 12, 2), date(2029, 12, 2)),
        (date(2027, 12, 3), date(2030, 3, 2)),
        (date(2028, 3, 2), date(2030, 3, 2)),
        (date(2028, 3, 3), date(2030, 3, 3)),
    ],
)
def test_renewal_keeps_the_anniversary_inside_the_window(again_on, expires_on):
    first = EnrolmentFactory()
    completed(first, moment(date(2026, 3, 2)))
    second = EnrolmentFactory(
        edition=first.edition, learner=first.learner, completed_at=HANDED_IN
    )

    renewed = completed(second, moment(again_on))

    assert renewed.expires_on == expires_on


def test_learner_sees_her_own_and_a_stranger_nothing():
    completion = completed(EnrolmentFactory(), HANDED_IN)
    visible = Completion.objects.visible_to

    assert visible(completion.learner.user).get() == completion
    assert not visible(StaffMemberFactory().user).exists()
