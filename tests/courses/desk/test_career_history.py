"""What happened to a person: one list by date, as it was known on any day."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.desk.people.career_history import build_career_history
from elearning.staff.absences import end_absence, record_absence
from elearning.staff.appointments import AppointmentTerms, create_appointment
from elearning.staff.models import Absence
from tests.factories.compliance import ExemptionFactory, PassFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import EstablishmentFactory, PostFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(time_machine):
    """Somebody appointed in March, away in April, who passed in May."""
    somebody, place = StaffMemberFactory(), EstablishmentFactory()
    time_machine.move_to("2026-03-01 07:00Z", tick=False)
    create_appointment(
        somebody,
        AppointmentTerms(place, PostFactory(), starts_on=date(2026, 3, 1)),
        by=None,
    )
    time_machine.move_to("2026-04-01 07:00Z", tick=False)
    absence = record_absence(
        somebody, Absence.Kind.ILLNESS, starts_on=date(2026, 4, 1), by=None
    )
    time_machine.move_to("2026-04-20 07:00Z", tick=False)
    end_absence(absence, on=date(2026, 4, 20), by=None)
    time_machine.move_to("2026-06-15 07:00Z", tick=False)
    PassFactory(
        learner=somebody,
        course=CourseFactory(code="C1"),
        passed_on=date(2026, 5, 10),
        recorded_at=datetime(2026, 5, 10, 9, tzinfo=UTC),
    )
    return somebody


def days(events):
    return [(event.on, event.icon) for event in events]


def test_events_come_newest_first_and_what_lies_ahead_apart(person):
    ExemptionFactory(
        staff_member=person, starts_on=date(2026, 6, 1), ends_on=date(2026, 12, 31)
    )

    found = build_career_history(person, date(2026, 6, 15))

    assert days(found.past) == [
        (date(2026, 6, 1), "dash"),
        (date(2026, 5, 10), "tick-circle"),
        (date(2026, 4, 20), "bars"),
        (date(2026, 4, 1), "bars"),
        (date(2026, 3, 1), "people"),
    ]
    assert days(found.ahead) == [(date(2026, 12, 31), "dash")]


def test_a_day_that_has_passed_knows_nothing_of_later(person):
    found = build_career_history(person, date(2026, 4, 10))

    assert days(found.past) == [
        (date(2026, 4, 1), "bars"),
        (date(2026, 3, 1), "people"),
    ]
    assert found.ahead == []


def test_three_passes_take_as_many_queries_as_one(person):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            build_career_history(person, date(2026, 6, 15))
        return len(captured)

    one = queries()
    for _number in range(2):
        PassFactory(learner=person, course=CourseFactory())

    assert queries() == one


def test_record_shows_how_she_stood_on_a_day(client, house, officer):
    url = reverse("desk:person", args=[house.insider.key])

    wrong = client.get(url, {"on": "2999-01-01"})
    assert wrong.context["day"].errors.keys() == {"on"}
    assert wrong.context["on"] == wrong.context["today"]

    early = client.get(url, {"on": "2020-01-10"})
    assert [one.state for one in early.context["standings"]] == ["due"]
    assert early.context["history"].on == date(2020, 1, 10)
