"""Holders are told of a new certificate: once, by the code of the course."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from courses.certificates.lifecycle.issue_notices import send_issue_notices
from elearning.notices.models import Notice
from elearning.staff.models import Absence
from tests.factories.certificates import CertificateFactory, WithdrawalFactory
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def certificate():
    """Issued today to somebody who is at work."""
    certificate = CertificateFactory(issued_on=timezone.localdate())
    AppointmentFactory(staff_member=certificate.completion.learner)
    return certificate


def test_holder_is_told_once_by_the_code_of_the_course(certificate):
    at = timezone.now()

    assert send_issue_notices(at) == 1
    assert send_issue_notices(at + DAY) == 0

    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (
        certificate.completion.learner.user,
        "/my/certificates/",
    )
    with translation.override("en"):
        assert notice.subject.replace("\xa0", " ") == (
            f"Course {certificate.course_code}: your certificate has been issued "
            "and is valid until 2 March 2028"
        )


def test_holder_whose_post_asks_sooner_is_told_both_days(certificate):
    passed = certificate.completion
    (held,) = passed.learner.appointments.all()
    RequirementFactory(post=held.post, course=passed.course, months=12)

    send_issue_notices(timezone.now())

    notice = Notice.objects.get()
    with translation.override("en"):
        assert notice.subject.endswith("valid until 2 March 2028")
        assert notice.text.startswith("The position requires renewal by 2 March 2027.")


def test_who_is_away_is_told_when_she_is_back(certificate):
    at = timezone.now()
    today = timezone.localdate(at)
    Absence.objects.create(
        staff_member=certificate.completion.learner,
        kind=Absence.Kind.ILLNESS,
        starts_on=today,
        ends_on=today,
    )

    assert send_issue_notices(at) == 0
    assert send_issue_notices(at + DAY) == 1


def test_nothing_is_told_of_what_is_no_news(certificate):
    """It is of long ago, no longer counts, or its holder has left or has no account."""
    at = timezone.now()
    today = timezone.localdate(at)
    assert send_issue_notices(at + 14 * DAY) == 0
    WithdrawalFactory(completion=certificate.completion, withdrawn_on=today)
    CertificateFactory(issued_on=today)
    closed = CertificateFactory(
        issued_on=today, completion__learner__user__is_active=False
    )
    without = CertificateFactory(issued_on=today, completion__learner__user=None)
    for one in (closed, without):
        AppointmentFactory(staff_member=one.completion.learner)

    assert send_issue_notices(at) == 0
