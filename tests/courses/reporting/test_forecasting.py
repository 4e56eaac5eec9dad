"""Seats needed in the months to come, and how the valid share went."""

from datetime import date

import pytest

from courses.reporting.forecasting import forecast
from courses.reporting.selecting import Selection
from courses.reporting.tabulating import Report
from courses.reporting.trending import Point, trend
from tests.factories.accounts import UserFactory
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, PostFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-06-15 07:00Z", tick=False)


def prison(top, post, passes):
    """A prison under ``top`` with somebody for each day of ``passes`` on which she passed."""
    place = EstablishmentFactory(parent=top)
    for passed_on in passes:
        held = AppointmentFactory(establishment=place, post=post)
        PassFactory(
            learner=held.staff_member,
            course=post.requirements.get().course,
            passed_on=passed_on,
        )
    return place


@pytest.fixture
def service():
    """A department whose larger prison needs six seats in July and six in August."""
    top, post = EstablishmentFactory(), PostFactory()
    RequirementFactory(post=post, course=CourseFactory(validity_months=12))
    july, august = date(2025, 7, 10), date(2025, 8, 10)
    large = prison(top, post, [july] * 6 + [august] * 6)
    small = prison(top, post, [july, july])
    top.refresh_from_db()
    return top, large, small


def report(top, *, is_open=False):
    selection = Selection(user=UserFactory(), on=DAY, tops=[top])
    return Report(selection, is_open=is_open)


def test_seats_are_told_by_place_and_month(service):
    top, large, small = service

    found = forecast(report(top, is_open=True))

    assert [month.month for month in found.months] == [6, 7, 8, 9]
    assert found.until == date(2026, 9, 12)
    assert [(need.place, need.seats, need.whole) for need in found.needs] == [
        (large, [0, 6, 6, 0], 12),
        (small, [0, 2, 0, 0], 2),
    ]
    assert (found.total.seats, found.total.whole) == ([0, 8, 6, 0], 14)


def test_seats_of_a_few_people_cannot_be_worked_out(service):
    top, large, small = service

    needs = {need.place: need for need in forecast(report(top)).needs}

    assert (needs[small].seats[1], needs[small].whole) == (None, None)
    assert None in needs[large].seats


def test_the_share_of_twelve_months_ends_today(service):
    top, _large, _small = service

    points = trend(report(top, is_open=True))

    assert [points[0].on, points[-1].on] == [date(2025, 7, 31), DAY]
    assert len(points) == 12
    assert points[-2] == Point(date(2026, 5, 31), 6, 14)
    assert (points[-2].share, points[-1].share) == (43, 0)


def test_a_month_of_few_people_is_withheld():
    top, post = EstablishmentFactory(), PostFactory()
    RequirementFactory(post=post)
    prison(top, post, [date(2026, 1, 1)] * 3)
    top.refresh_from_db()

    assert trend(report(top))[-1] == Point(DAY, None, None)
