"""Seats needed in the months to come, and how the valid share went."""

from collections import Counter
from datetime import date
from itertools import product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.compliance.standing_summary import SummaryRow
from courses.compliance.status import StandingState
from courses.reporting.cell_suppression import SMALLEST
from courses.reporting.report_selection import ReportSelection
from courses.reporting.report_tables import ComplianceReport
from courses.reporting.seat_forecast import SeatNeed, forecast_seats
from courses.reporting.standing_trend import (
    TrendPoint,
    build_standing_trend,
    round_valid_share,
)
from elearning.staff.models import Post
from tests.factories.accounts import UserFactory
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
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
    selection = ReportSelection(user=UserFactory(), on=DAY, tops=[top])
    return ComplianceReport(selection, is_open=is_open)


def test_seats_are_told_by_place_and_month(service):
    top, large, small = service

    found = forecast_seats(report(top, is_open=True))

    assert [month.month for month in found.months] == [6, 7, 8, 9]
    assert found.until == date(2026, 9, 12)
    assert [(need.place, need.seats, need.whole) for need in found.needs] == [
        (large, [0, 6, 6, 0], 12),
        (small, [0, 2, 0, 0], 2),
    ]
    assert (found.total.seats, found.total.whole) == ([0, 8, 6, 0], 14)


def test_seats_of_a_few_people_cannot_be_worked_out(service):
    top, large, small = service

    needs = {need.place: need for need in forecast_seats(report(top)).needs}

    assert (needs[small].seats[1], needs[small].whole) == (None, None)
    assert None in needs[large].seats


def test_the_share_of_twelve_months_ends_today(service):
    top, _large, _small = service

    points = build_standing_trend(report(top, is_open=True))

    assert [points[0].on, points[-1].on] == [date(2025, 7, 31), DAY]
    assert len(points) == 12
    assert points[-2:] == [
        TrendPoint(date(2026, 5, 31), 43, 6, 14),
        TrendPoint(DAY, 0, 0, 14),
    ]


def test_a_month_of_few_people_is_withheld():
    top, post = EstablishmentFactory(), PostFactory()
    RequirementFactory(post=post)
    prison(top, post, [date(2026, 1, 1)] * 3)
    top.refresh_from_db()

    assert build_standing_trend(report(top))[-1] == TrendPoint(DAY, None)


def test_seats_of_a_position_are_told(service):
    top, large, _small = service
    post = Post.objects.get()
    other = PostFactory()
    RequirementFactory(post=other)
    prison(top, other, [])
    selection = ReportSelection(user=UserFactory(), on=DAY, tops=[top], post=post)

    found = forecast_seats(ComplianceReport(selection, is_open=True))

    assert found.needs[0] == SeatNeed(large, [0, 6, 6, 0], 12)
    assert found.total.whole == 14


def test_no_seats_are_told_where_it_is_withheld_who_is_due(service):
    top, _large, _small = service
    told = report(top)

    table, found = told.tables["place"], forecast_seats(told)

    withheld = {row.key for row in table.rows if StandingState.DUE in row.withheld}
    assert withheld
    for need in found.needs:
        if need.place.pk in withheld:
            assert {*need.seats, need.whole} <= {None, 0}


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_seat_follows_from_what_is_told_of_the_others(data):
    """The whole, and each place, position and course by itself, as one filter after another."""
    with transaction.atomic():
        top, filters = drawn(data)
        whole = told(top)
        for side, parts in filters.items():
            shown = [told(top, **{side: part}) for part in parts]
            for column in range(len(whole)):
                numbers = [whole[column], *(one[column] for one in shown)]
                assert numbers.count(None) != 1, (side, column)
        transaction.set_rollback(True)


def drawn(data):
    """A service of two prisons, two positions and two courses with few passes in each."""
    top = EstablishmentFactory()
    posts = PostFactory.create_batch(2)
    courses = [CourseFactory(validity_months=12) for _number in range(2)]
    for post, course in product(posts, courses):
        RequirementFactory(post=post, course=course)
    places = [EstablishmentFactory(parent=top) for _number in range(2)]
    for place, post in product(places, posts):
        for _person in range(data.draw(st.integers(0, 7))):
            person = AppointmentFactory(establishment=place, post=post).staff_member
            for course in courses:
                month = data.draw(st.sampled_from([None, 7, 8]))
                if month:
                    passed_on = date(2025, month, 10)
                    PassFactory(learner=person, course=course, passed_on=passed_on)
    top.refresh_from_db()
    return top, {"establishment": places, "post": posts, "course": courses}


def told(top, **kept):
    """What a closed report tells of the seats of all, by month and together."""
    selection = ReportSelection(user=UserFactory(), on=DAY, tops=[top], **kept)
    total = forecast_seats(ComplianceReport(selection)).total
    return [*total.seats, total.whole]


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 3000), st.data())
def test_share_of_a_past_month_is_alike_for_several_numbers(required, data):
    valid = data.draw(st.integers(0, required))
    share = round_valid_share(row_of(valid, required))

    alike = [
        n
        for n in range(required + 1)
        if round_valid_share(row_of(n, required)) == share
    ]
    assert len(alike) >= min(required + 1, SMALLEST)


def row_of(valid, required):
    counts = {StandingState.VALID: valid, StandingState.EXPIRED: required - valid}
    return SummaryRow("", counts=Counter(counts))
