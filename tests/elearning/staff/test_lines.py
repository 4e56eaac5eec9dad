"""Line managers and ranks, from a day to a day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone, translation

from elearning.audit.models import Entry
from elearning.staff.amendment_history import AmendmentHistory
from elearning.staff.errors import StaffError
from elearning.staff.models import Rank, Reporting
from elearning.staff.ranks import assign_rank, create_rank, end_rank, update_rank
from elearning.staff.reporting_lines import assign_line_manager, end_reporting_line
from tests.factories.accounts import UserFactory
from tests.factories.staff import AppointmentFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
JANUARY, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)
TITLES = {"kk": "капитан", "ru": "капитан"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def three():
    return [AppointmentFactory().staff_member for _number in range(3)]


def lines():
    return list(
        Reporting.objects.order_by("pk").values_list(
            "staff_member", "manager", "starts_on", "ends_on"
        )
    )


def test_nobody_is_their_own_manager(three):
    with pytest.raises(StaffError, match="their own line manager"):
        assign_line_manager(three[0], three[0], starts_on=JANUARY, by=None)


def test_a_manager_works_for_the_service_on_that_day(three):
    with pytest.raises(StaffError, match="does not hold a post"):
        assign_line_manager(three[0], StaffMemberFactory(), starts_on=JANUARY, by=None)


@pytest.mark.parametrize("length", [2, 3])
def test_a_line_never_comes_back_to_where_it_began(three, length):
    chain = three[:length]
    for below, above in pairwise(chain):
        assign_line_manager(below, above, starts_on=JANUARY, by=None)

    with pytest.raises(StaffError, match="would report to this person"):
        assign_line_manager(chain[-1], chain[0], starts_on=MARCH, by=None)

    assert Reporting.objects.count() == length - 1


def test_a_line_that_has_ended_or_never_held_at_once_is_no_cycle(three):
    first, second, third = three
    line = assign_line_manager(first, second, starts_on=JANUARY, by=None)
    assign_line_manager(second, third, starts_on=MAY, by=None)
    end_reporting_line(line, on=MARCH, by=None)

    assign_line_manager(third, first, starts_on=date(2026, 3, 2), by=None)

    assert Reporting.objects.count() == 3


def test_a_new_manager_follows_the_one_before_without_a_gap(three):
    first, second, third = three
    by = UserFactory()
    assign_line_manager(first, second, starts_on=JANUARY, by=by)
    assign_line_manager(first, third, starts_on=MARCH, by=by)

    assert lines() == [
        (first.pk, second.pk, JANUARY, date(2026, 2, 28)),
        (first.pk, third.pk, MARCH, None),
    ]
    for manager in (second, third):
        with pytest.raises(StaffError):
            assign_line_manager(first, manager, starts_on=MARCH, by=by)
    entry = Entry.objects.filter(action="staff.manager_set").last()
    assert (entry.person, entry.by) == (str(first.key), by)


def test_a_line_of_management_ends_once(three):
    line = assign_line_manager(three[0], three[1], starts_on=JANUARY, by=None)

    with pytest.raises(StaffError, match="before the first"):
        end_reporting_line(line, on=date(2025, 1, 1), by=None)
    end_reporting_line(line, on=MARCH, by=None, reason="Moved")
    with pytest.raises(StaffError, match="already"):
        end_reporting_line(line, on=MAY, by=None)


def test_what_was_known_of_a_manager_last_month_stays_known(three):
    """Entered today for a past day, it was not known then."""
    today = timezone.localdate()
    then = today - timedelta(days=30)
    assign_line_manager(three[0], three[1], starts_on=then, by=None)

    assert AmendmentHistory(then).of(Reporting.objects.all()) == []
    assert len(AmendmentHistory(today).of(Reporting.objects.all())) == 1


def test_a_rank_needs_a_free_code_and_its_titles():
    create_rank("captain", TITLES, order=5, by=None)

    for code, titles in (("captain", TITLES), ("major", {"kk": "майор"})):
        with pytest.raises(StaffError):
            create_rank(code, titles, order=6, by=None)

    assert Rank.objects.get().titles == TITLES | {"en": ""}


def test_a_rank_is_called_otherwise_and_put_elsewhere():
    rank = create_rank("captain", TITLES, order=5, by=None)

    assert update_rank(rank, TITLES, order=5, by=None) == []
    assert update_rank(rank, TITLES | {"en": "Captain"}, order=7, by=None) == [
        "titles",
        "order",
    ]


def test_ranks_follow_each_other_and_the_last_one_ends():
    person = StaffMemberFactory()
    captain = create_rank("captain", TITLES, order=5, by=None)
    major = create_rank("major", TITLES, order=6, by=None)

    assign_rank(person, captain, starts_on=JANUARY, by=None)
    held = assign_rank(person, major, starts_on=MARCH, by=None)
    for rank, day in ((major, MAY), (captain, MARCH), (captain, JANUARY)):
        with pytest.raises(StaffError):
            assign_rank(person, rank, starts_on=day, by=None)
    with pytest.raises(StaffError, match="before the first"):
        end_rank(held, on=JANUARY, by=None)
    end_rank(held, on=MAY, by=None)
    with pytest.raises(StaffError, match="already"):
        end_rank(held, on=MAY, by=None)

    rows = person.ranks_held.order_by("starts_on")
    assert [(row.rank.code, row.starts_on, row.ends_on) for row in rows] == [
        ("captain", JANUARY, date(2026, 2, 28)),
        ("major", MARCH, MAY),
    ]
