"""The stretches of standings say of every day what the facts say of it."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from courses.compliance.models import Recount, StandingPeriod
from courses.compliance.periods.asking import ask_recount_all
from courses.compliance.periods.reading import fresh
from tests.courses.compliance.periods.living import reckoned, spread_out
from tests.courses.compliance.test_as_of import FIRST, Service, _noon, acts

pytestmark = pytest.mark.django_db

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
            fresh()
            said[day] = reckoned(day)
            assert spread_out(day) == said[day]
        for number, (kind, days, first, second) in enumerate(happened):
            day += timedelta(days=days)
            with time_machine.travel(_noon(day), tick=False):
                service.does(kind, first, second)
                said[day] = reckoned(day)
                if number % often == 0:
                    fresh()
                    assert spread_out(day) == said[day]
        with time_machine.travel(_noon(day), tick=False):
            fresh()
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
            ask_recount_all(FIRST)
            fresh()
        assert _stretches() == was
        assert not Recount.objects.exists()


def _stretches():
    rows = StandingPeriod.objects.order_by("learner", "course", "starts_on")
    return [{**row, "id": None} for row in rows.values()]
