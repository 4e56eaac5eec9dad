"""From when the months of a renewal count: the anniversary, the passing, a fixed day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.compliance.deadlines import (
    build_fixed_day_counting,
    compute_last_valid_day,
    count_from_passing,
)
from courses.compliance.status import list_standings
from courses.validity import add_months, is_day_of_every_year
from elearning.staff.models import StaffMember
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import AppointmentFactory

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
months = st.integers(12, 60)
fixed_days = st.tuples(st.integers(1, 12), st.integers(1, 31)).filter(
    lambda pair: is_day_of_every_year(*pair)
)


@given(passed_on=days, months=months, fixed=fixed_days)
def test_fixed_day_is_that_day_and_leaves_ninety_days_at_least(
    passed_on, months, fixed
):
    until = build_fixed_day_counting(*fixed)(passed_on, months)

    assert (until.month, until.day) == fixed
    assert until - passed_on >= timedelta(days=90)
    assert until <= add_months(passed_on + timedelta(days=90), months)


@given(passed_on=days, months=months, fixed=fixed_days)
def test_fixed_day_does_not_move_back_when_somebody_passes_later(
    passed_on, months, fixed
):
    counted = build_fixed_day_counting(*fixed)

    assert counted(passed_on, months) <= counted(passed_on + timedelta(days=1), months)


@given(
    passes=st.lists(st.tuples(days, st.integers(1, 60)), min_size=1, max_size=4),
    months=months,
    fixed=st.one_of(st.none(), fixed_days),
)
def test_no_rule_makes_a_pass_longer_than_its_certificate(passes, months, fixed):
    pairs = [(passed, add_months(passed, length)) for passed, length in passes]
    counting = count_from_passing if fixed is None else build_fixed_day_counting(*fixed)

    until = compute_last_valid_day(pairs, months, counting)

    assert until <= max(certified for _passed, certified in pairs)


@pytest.mark.parametrize(
    ("passed_on", "until"),
    [
        (date(2026, 3, 14), date(2026, 12, 31)),
        (date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 10, 2), date(2027, 12, 31)),
        (date(2026, 12, 31), date(2027, 12, 31)),
        (date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_fixed_day_is_the_next_one_until_ninety_days_before(passed_on, until):
    assert build_fixed_day_counting(12, 31)(passed_on, 12) == until


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({}, date(2028, 3, 1)),
        ({"expiry": "passing"}, date(2028, 2, 1)),
        (
            {"expiry": "fixed", "fixed_month": 9, "fixed_day": 1},
            date(2027, 9, 1),
        ),
    ],
)
def test_standing_counts_a_renewal_as_its_rule_says(fields, until):
    course = CourseFactory(validity_months=36)
    rule = RequirementFactory(course=course, months=12, **fields)
    person = AppointmentFactory(post=rule.post).staff_member
    for passed_on in (date(2026, 3, 1), date(2027, 2, 1)):
        PassFactory(learner=person, course=course, passed_on=passed_on)

    (one,) = list_standings(StaffMember.objects.all(), on=date(2027, 3, 1))

    assert one.expires_on == until
