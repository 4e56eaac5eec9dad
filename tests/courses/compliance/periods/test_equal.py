"""The stretches of standings say of every day what the facts say of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from courses.compliance.models import Recount, StandingPeriod
from courses.compliance.periods.period_lookup import ensure_fresh_periods
from courses.compliance.periods.rebuild_requests import request_full_rebuild
from elearning.staff.classification import (
    assign_post_category,
    change_establishment_kind,
)
from elearning.staff.models import Establishment, PostCategory
from tests.courses.compliance.periods.living import reckoned, spread_out
from tests.courses.compliance.test_as_of import FIRST, Service, _noon, acts
from tests.factories.compliance import RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import AppointmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
Kind = Establishment.Kind

_AHEAD = (1, 9, 33, 61, 150, 190, 400)


class Spread(TestCase):
    @settings(
        max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(happened=acts, often=st.integers(1, 4))
    def test_every_day_is_told_as_the_facts_tell_it(self, happened, often):
        day, said = FIRST, {}
        with time_machine.travel(_noon(day), tick=False):
            service = Service()
            ensure_fresh_periods()
            said[day] = reckoned(day)
            assert spread_out(day) == said[day]
        for number, (kind, days, first, second) in enumerate(happened):
            day += timedelta(days=days)
            with time_machine.travel(_noon(day), tick=False):
                service.does(kind, first, second)
                said[day] = reckoned(day)
                if number % often == 0:
                    ensure_fresh_periods()
                    assert spread_out(day) == said[day]
        with time_machine.travel(_noon(day), tick=False):
            ensure_fresh_periods()
            assert {on: spread_out(on) for on in said} == said
        for days in _AHEAD:
            later = day + timedelta(days=days)
            with time_machine.travel(_noon(later), tick=False):
                assert spread_out(later) == reckoned(later)
        self.told_again(day)

    def told_again(self, day):
        """What is built from nothing is what was kept day by day."""
        was = _stretches()
        with time_machine.travel(_noon(day), tick=False):
            StandingPeriod.objects.all().delete()
            request_full_rebuild(FIRST)
            ensure_fresh_periods()
        assert _stretches() == was
        assert not Recount.objects.exists()


def test_what_is_built_anew_has_the_kinds_and_categories_of_each_day(time_machine):
    time_machine.move_to("2026-03-02 07:00Z", tick=False)
    person = AppointmentFactory(establishment__kind=Kind.MEDIUM).staff_member
    held, heads = person.appointments.get(), PostCategory.objects.create(code="heads")
    by_kind, by_category = CourseFactory(), CourseFactory()
    RequirementFactory(post=None, course=by_kind, kind=Kind.MAXIMUM)
    RequirementFactory(post=None, course=by_category, category=heads)
    changes = [
        (
            10,
            lambda: change_establishment_kind(
                held.establishment, Kind.MAXIMUM, by=None
            ),
        ),
        (15, lambda: assign_post_category(held.post, heads, by=None)),
        (20, lambda: change_establishment_kind(held.establishment, Kind.UNIT, by=None)),
        (25, lambda: assign_post_category(held.post, None, by=None)),
    ]
    for day, change in changes:
        time_machine.move_to(datetime(2026, 3, day, 7, tzinfo=UTC), tick=False)
        change()
    time_machine.move_to("2026-03-30 07:00Z", tick=False)
    days = [date(2026, 3, day) for day in range(1, 31)]

    call_command("standings_rebuild", "--since", "2000-01-01")

    assert {day: spread_out(day) for day in days} == {
        day: reckoned(day) for day in days
    }
    asked = {day.day: {row[1] for row in spread_out(day)} for day in days}
    assert asked == {
        day: {
            course.code
            for course, first, last in ((by_kind, 10, 19), (by_category, 15, 24))
            if first <= day <= last
        }
        for day in asked
    }


def _stretches():
    rows = StandingPeriod.objects.order_by("learner", "course", "starts_on")
    return [{**row, "id": None} for row in rows.values()]
