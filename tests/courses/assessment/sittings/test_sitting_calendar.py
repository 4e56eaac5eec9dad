"""A sitting for one's calendar: for whom it concerns, by the code of the course."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from courses.assessment.sittings.sitting_calendar import render_sitting_calendar
from tests.factories.accounts import UserFactory
from tests.factories.assessment import SittingFactory
from tests.factories.courses import CourseFactory, EditionFactory, EnrolmentFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 1, 4, tzinfo=UTC)


@pytest.fixture
def sitting():
    edition = EditionFactory(
        course=CourseFactory(code="C1", slug="c1", title_en="Secret")
    )
    return SittingFactory(
        course=edition.course,
        establishment=EstablishmentFactory(title_en="House 5; east, wing"),
        opens_at=datetime(2026, 3, 2, 4, tzinfo=UTC),
        closes_at=datetime(2026, 3, 2, 6, 30, tzinfo=UTC),
    )


@pytest.fixture
def learner(sitting):
    """Somebody on the course who serves there."""
    person = AppointmentFactory(establishment=sitting.establishment).staff_member
    EnrolmentFactory(learner=person, edition=sitting.course.current_edition)
    return person


def fetch(client, user, sitting):
    client.force_login(user)
    return client.get(reverse("assessment:calendar", args=[sitting.key]))


def test_file_names_the_course_by_its_code_and_moments_in_utc(sitting, settings):
    settings.BASE_URL = "https://train.example.kz"
    with translation.override("en"):
        text = render_sitting_calendar(sitting, at=AT)

    assert text.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//elearning//sittings//EN",
        "BEGIN:VEVENT",
        f"UID:{sitting.key}@elearning",
        "DTSTAMP:20260301T040000Z",
        "DTSTART:20260302T040000Z",
        "DTEND:20260302T063000Z",
        "SUMMARY:Exam of course C1",
        "LOCATION:House 5\\; east\\, wing",
        "URL:https://train.example.kz/en/courses/c1/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_long_lines_are_folded_between_letters(sitting):
    sitting.establishment.titles["kk"] = "Мекеме " * 30
    with translation.override("kk"):
        text = render_sitting_calendar(sitting, at=AT)

    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert " ".join(["Мекеме"] * 30) in text.replace("\r\n ", "")


def test_file_is_for_who_sits_there_and_for_the_invigilator(client, sitting, learner):
    sitting.invigilator = UserFactory()
    sitting.save()

    for user in (learner.user, sitting.invigilator):
        answer = fetch(client, user, sitting)
        assert (answer.status_code, answer["Content-Type"]) == (
            200,
            "text/calendar; charset=utf-8",
        )


def test_it_does_not_exist_for_others_nor_once_called_off(client, sitting, learner):
    elsewhere = AppointmentFactory().staff_member
    EnrolmentFactory(learner=elsewhere, edition=sitting.course.current_edition)
    not_on_it = AppointmentFactory(establishment=sitting.establishment).staff_member

    for user in (elsewhere.user, not_on_it.user, UserFactory()):
        assert fetch(client, user, sitting).status_code == 404
    sitting.cancelled_at = AT
    sitting.save()
    assert fetch(client, learner.user, sitting).status_code == 404
