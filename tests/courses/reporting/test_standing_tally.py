"""Numbers of people by state, of places and everywhere under them."""

from datetime import date

import pytest

from courses.compliance.status import StandingState
from courses.reporting.standing_tally import (
    ExpiringPasses,
    StandingCount,
    count_backlog,
    forecast_expiries,
    tally_month_ends,
    tally_standings,
)
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-06-15 07:00Z", tick=False)


@pytest.fixture
def service():
    """Two prisons under one department; three officers in the one, one in the other."""
    top = EstablishmentFactory()
    prisons = [EstablishmentFactory(parent=top) for _ in range(2)]
    post, course = PostFactory(), CourseFactory(validity_months=12)
    RequirementFactory(post=post, course=course)
    held = [
        AppointmentFactory(establishment=prisons[number // 3], post=post)
        for number in range(4)
    ]
    for row, passed_on in zip(held, [(2026, 1), (2026, 2), (2025, 1)], strict=False):
        PassFactory(
            learner=row.staff_member, course=course, passed_on=date(*passed_on, 10)
        )
    return top, prisons, post, course


def test_people_are_counted_by_place_post_course_and_state(service):
    top, (one, other), post, course = service

    found = tally_standings([top], on=TODAY)

    assert set(found) == {
        StandingCount(one.pk, post.pk, course.pk, StandingState.VALID, 2),
        StandingCount(one.pk, post.pk, course.pk, StandingState.EXPIRED, 1),
        StandingCount(other.pk, post.pk, course.pk, StandingState.EXPIRED, 1),
    }


def test_numbers_are_told_apart_by_what_is_asked_for(service):
    top, (_one, other), _post, _course = service

    assert set(tally_standings([top], on=TODAY, by=())) == {
        StandingCount(0, 0, 0, StandingState.VALID, 2),
        StandingCount(0, 0, 0, StandingState.EXPIRED, 2),
    }
    assert tally_standings([other], on=TODAY, by=["establishment"]) == [
        StandingCount(other.pk, 0, 0, StandingState.EXPIRED, 1)
    ]
    assert tally_standings([top], on=TODAY, course=CourseFactory()) == []
    assert tally_standings([top], on=TODAY, post=PostFactory()) == []


def test_months_are_told_by_their_ends(service):
    top, _prisons, _post, _course = service

    found = tally_month_ends([top], months=2, before=TODAY)

    assert list(found) == [date(2026, 4, 30), date(2026, 5, 31)]
    assert found[date(2026, 5, 31)] == tally_standings(
        [top], on=date(2026, 5, 31), by=()
    )


def test_passes_that_end_soon_are_told_by_month(service):
    top, (one, _other), _post, course = service

    assert forecast_expiries([top], on=TODAY, days=220) == [
        ExpiringPasses(one.pk, course.pk, date(2027, 1, 1), 1)
    ]


def test_people_who_are_late_are_counted_once(service):
    top, (one, _other), _post, _course = service

    assert count_backlog([top], on=TODAY).late == 2
    assert count_backlog([one], on=TODAY).late == 1
    assert count_backlog([top], on=TODAY).updates.people == 0
