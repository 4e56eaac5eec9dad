"""The certificates of the learner of the demonstration."""

from datetime import date

import pytest

from content.demo.earned_certificates import (
    EXPIRED,
    RENEWED,
    VALID,
    create_earned_certificates,
)
from courses.certificates.models import Certificate
from tests.factories.courses import CourseFactory, EditionFactory
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)


def test_without_the_courses_nothing_was_passed():
    assert create_earned_certificates(StaffMemberFactory(), today=TODAY) == 0


def test_learner_has_a_valid_a_renewed_and_an_expired_certificate_once():
    for code in (VALID, RENEWED, EXPIRED):
        EditionFactory(course=CourseFactory(code=code, validity_months=24))
    learner = StaffMemberFactory()

    assert create_earned_certificates(learner, today=TODAY) == 4
    assert create_earned_certificates(learner, today=TODAY) == 0

    found = Certificate.objects.of(learner)
    assert [(row.course_code, row.state_on(TODAY)) for row in found] == [
        (RENEWED, "valid"),
        (VALID, "valid"),
        (EXPIRED, "expired"),
        (RENEWED, "expired"),
    ]
    newest, before = found.filter(course_code=RENEWED)
    assert newest.renews == before
