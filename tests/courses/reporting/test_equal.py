"""Numbers counted in the database are those of every single standing, added up."""

from datetime import UTC, date, datetime, timedelta

import pytest

from courses.compliance.models import StandingPeriod, TalliedDay, Tally
from courses.compliance.periods.period_lookup import list_people_due
from courses.compliance.periods.period_rebuild import rebuild_waiting_periods
from courses.compliance.periods.period_tallies import (
    COLUMN,
    discard_tallies,
    update_tallies,
)
from courses.compliance.periods.rebuild_requests import request_full_rebuild
from courses.compliance.service_simulation import ServiceSize, simulate_service
from courses.compliance.status import StandingState
from courses.models import Course
from courses.reporting.report_selection import ReportSelection
from courses.reporting.standing_list import MatchingPeople, iter_listed_standings
from courses.reporting.standing_tally import (
    count_backlog,
    forecast_expiries,
    tally_month_ends,
    tally_standings,
)
from elearning.staff.models import Establishment, Post
from tests.courses.reporting import slowly
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

KEYS = ("establishment", "post", "course")
TODAY = date(2026, 6, 15)
TODAY_NOON = datetime(2026, 6, 15, 7, tzinfo=UTC)
_DAYS = [TODAY - timedelta(days=days) for days in (0, 1, 2, 14, 15, 16, 17, 100, 300)]


@pytest.fixture
def tops(time_machine):
    """The top of a small service with some history, in which nobody waits."""
    time_machine.move_to("2026-06-15 07:00Z", tick=False)
    simulate_service(ServiceSize(staff=40, courses=3, years=2), by=None, today=TODAY)
    request_full_rebuild(date(2000, 1, 1))
    rebuild_waiting_periods(at=TODAY_NOON)
    return [Establishment.objects.get(code="sim")]


def test_numbers_of_any_day_are_right_with_tallies_and_without(tops):
    kept = list(Tally.objects.order_by("on", *KEYS).values(*KEYS, *COLUMN.values()))
    days = list(TalliedDay.objects.order_by("on").values_list("on", flat=True))
    first = StandingPeriod.objects.earliest("starts_on").starts_on
    right = {on: slowly.tally(tops, on=on) for on in _DAYS}
    assert {on: tally_standings(tops, on=on) for on in _DAYS} == right
    discard_tallies(date(2000, 1, 1))
    assert {on: tally_standings(tops, on=on) for on in _DAYS} == right
    assert update_tallies(TODAY) == len(days) == len(set(days))
    assert kept == list(
        Tally.objects.order_by("on", *KEYS).values(*KEYS, *COLUMN.values())
    )
    assert days[-2:] == [date(2026, 5, 31), date(2026, 6, 14)]
    assert days[-5:-2] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert days[-15:-12] == [date(2025, 3, 31), date(2025, 5, 31), date(2025, 6, 30)]
    assert first <= days[0] < first + timedelta(days=92)


def test_tally_of_a_day_is_the_same_whichever_tally_it_is_counted_from(tops):
    right = {on: tally_standings(tops, on=on) for on in _DAYS}
    for on in _DAYS:
        Tally.objects.all().delete()
        TalliedDay.objects.all().delete()
        update_tallies(on)
        newest = on - timedelta(days=1)
        TalliedDay.objects.exclude(on=newest).delete()
        Tally.objects.exclude(on=newest).delete()
        assert {day: tally_standings(tops, on=day) for day in _DAYS} == right


def test_a_tally_has_a_column_for_every_state():
    names = {field.name for field in Tally._meta.fields}
    assert set(COLUMN.values()) == names - {"id", "on", *KEYS}


def test_numbers_of_a_part_are_right(tops):
    part = list(Establishment.objects.filter(depth=2)[:1])
    post, course = Post.objects.all()[0], Course.objects.all()[0]

    for wanted in (
        {"by": ["establishment"]},
        {"by": ["course", "post"]},
        {"by": [], "post": post},
        {"course": course},
    ):
        found = tally_standings(part, on=TODAY, **wanted)
        assert found == slowly.tally(part, on=TODAY, **wanted)


def test_months_are_right(tops):
    found = tally_month_ends(tops, months=4, before=TODAY, by=["course"])

    assert found == {on: slowly.tally(tops, on=on, by=["course"]) for on in found}
    assert len(found) == 4


def test_what_ends_and_who_is_late_is_right(tops):
    assert forecast_expiries(tops, on=TODAY, days=120) == slowly.forecast_expiries(
        tops, on=TODAY, days=120
    )
    assert count_backlog(tops, on=TODAY) == slowly.backlog(tops, on=TODAY)
    assert set(list_people_due(TODAY, 30)) == slowly.due_within(TODAY, 30)


@pytest.mark.parametrize("filters", [{}, {"state": StandingState.EXPIRED}, {"post": 1}])
def test_lists_have_the_people_and_their_most_urgent_standing(tops, filters):
    if "post" in filters:
        filters = {"post": Post.objects.all()[0]}
    selection = ReportSelection(user=UserFactory(), on=TODAY, tops=tops, **filters)
    right = {}
    for one in selection.standings():
        right.setdefault(one.person, []).append(one)

    found = MatchingPeople(selection)

    lines = found[0:1000]
    assert len(lines) == len(found) == len(right)
    assert {(line.person, line.standing.state, line.others) for line in lines} == {
        (person, some[0].state, len(some) - 1) for person, some in right.items()
    }
    told = [right[line.person][0].urgency for line in lines]
    assert told == sorted(told)
    assert found[3:5] == lines[3:5]


def test_rows_are_all_standings_in_the_order_of_names(tops):
    selection = ReportSelection(user=UserFactory(), on=TODAY, tops=tops)

    found = list(iter_listed_standings(selection))

    assert {
        (
            row.person,
            row.course,
            row.state,
            row.due_on,
            row.passed_on,
            row.establishment,
        )
        for row in found
    } == {
        (
            one.person,
            one.course,
            one.state,
            one.due_on,
            one.completion and one.completion.passed_on,
            one.appointment.establishment,
        )
        for one in selection.standings()
    }
    names = [(row.person.family_name, row.person.given_name) for row in found]
    assert names == sorted(names)


def test_number_of_queries_does_not_depend_on_people(tops, django_assert_num_queries):
    selection = ReportSelection(user=UserFactory(), on=TODAY, tops=tops)

    for last in (1, 3, 40):
        found = MatchingPeople(selection)
        with django_assert_num_queries(2):
            assert len(found[0:last]) == min(last, len(found))
    assert StandingPeriod.objects.count() > 500
    with django_assert_num_queries(4):
        tally_standings(tops, on=TODAY, by=["establishment"])
