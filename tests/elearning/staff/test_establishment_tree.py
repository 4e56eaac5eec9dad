from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from elearning.audit.models import Entry
from elearning.staff.errors import StaffError
from elearning.staff.establishment_tree import (
    EstablishmentTree,
    apply_due_relocations,
    close_establishment,
    relocate_establishment,
)
from elearning.staff.models import Establishment, Relocation
from tests.factories.accounts import UserFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture
def tree():
    """Two departments, one of which has a prison with a unit."""
    root = EstablishmentFactory(code="root")
    east = EstablishmentFactory(code="east", parent=root)
    west = EstablishmentFactory(code="west", parent=root)
    prison = EstablishmentFactory(code="prison", parent=east)
    EstablishmentFactory(code="unit", parent=prison)
    return {"root": root, "east": east, "west": west, "prison": prison}


def today():
    return timezone.localdate()


def fresh(code):
    return Establishment.objects.get(code=code)


def above(code):
    return [place.code for place in fresh(code).get_ancestors()]


def under(code, on):
    """What stood directly under a place on a day."""
    then = EstablishmentTree(on)
    return [one.code for one in then.children_of(then.put_back(fresh(code)))]


def test_a_place_moves_today_with_all_under_it(tree):
    officer = UserFactory()

    relocate_establishment(
        fresh("prison"), fresh("west"), on=today(), by=officer, reason="Order 12"
    )

    assert above("unit") == ["root", "west", "prison"]
    entry = Entry.objects.get(action="staff.relocated")
    assert (entry.by, entry.reason) == (officer, "Order 12")


def test_the_tree_of_before_stays_as_it_was(tree):
    relocate_establishment(fresh("prison"), fresh("west"), on=today(), by=None)
    before = EstablishmentTree(today() - timedelta(days=1))

    east = before.put_back(fresh("east"))
    assert before.put_back(fresh("unit")).path.startswith(east.path)
    assert not before.put_back(fresh("unit")).path.startswith(fresh("west").path)
    assert [one.code for one in before.children_of(east)] == ["prison"]
    assert before.children_of(before.put_back(fresh("west"))) == []
    found = Establishment.objects.filter(before.under([east]))
    assert {one.code for one in found} == {"east", "prison", "unit"}


def test_two_moves_are_taken_back_in_turn(tree):
    with_first = Relocation.objects.create(
        establishment=fresh("prison"),
        parent_before=fresh("west"),
        parent_after=fresh("east"),
        moves_on=today() - timedelta(days=30),
    )
    relocate_establishment(fresh("prison"), fresh("west"), on=today(), by=None)

    between, long_ago = (
        EstablishmentTree(today() - timedelta(days=9)),
        EstablishmentTree(date(2020, 1, 1)),
    )

    assert with_first.moves_on < between.on
    assert [o.code for o in between.children_of(between.put_back(fresh("east")))] == [
        "prison"
    ]
    assert [o.code for o in long_ago.children_of(long_ago.put_back(fresh("west")))] == [
        "prison"
    ]


def test_a_move_entered_ahead_comes_on_its_day(tree):
    soon = today() + timedelta(days=2)
    relocate_establishment(fresh("prison"), fresh("west"), on=soon, by=None)
    assert above("prison") == ["root", "east"]

    at = datetime(soon.year, soon.month, soon.day, 6, tzinfo=UTC)
    assert apply_due_relocations(at) == 1
    assert apply_due_relocations(at) == 0

    assert above("prison") == ["root", "west"]


def test_a_move_whose_day_passed_without_a_tick_is_made_up_for(tree):
    soon = today() + timedelta(days=2)
    relocate_establishment(fresh("prison"), fresh("west"), on=soon, by=None)

    late = soon + timedelta(days=3)
    at = datetime(late.year, late.month, late.day, 6, tzinfo=UTC)
    assert apply_due_relocations(at) == 1

    assert above("prison") == ["root", "west"]


def test_moves_entered_in_another_order_than_they_were_made(tree):
    """Entered first for the later day; the place it leaves then is another one."""
    north = EstablishmentFactory(code="north", parent=fresh("root"))
    for after, days in ((north, 1), (fresh("west"), 5)):
        Relocation.objects.create(
            establishment=fresh("prison"),
            parent_before=fresh("east"),
            parent_after=after,
            moves_on=today() - timedelta(days=days),
        )
    assert apply_due_relocations(timezone.now()) == 1
    assert above("prison") == ["root", "north"]

    stood = [
        (days, code)
        for days in (6, 3)
        for code in ("east", "west", "north")
        if "prison" in under(code, today() - timedelta(days=days))
    ]

    assert stood == [(6, "east"), (3, "west")]


def test_places_that_changed_places_stand_as_they_stood(tree):
    relocate_establishment(fresh("unit"), fresh("west"), on=today(), by=None)
    relocate_establishment(fresh("prison"), fresh("unit"), on=today(), by=None)
    assert above("prison") == ["root", "west", "unit"]

    yesterday = today() - timedelta(days=1)

    assert under("east", yesterday) == ["prison"]
    assert under("prison", yesterday) == ["unit"]
    assert under("west", yesterday) == []


def test_a_move_that_became_impossible_stops_no_other(tree):
    soon = today() + timedelta(days=2)
    relocate_establishment(fresh("east"), fresh("west"), on=soon, by=None)
    relocate_establishment(fresh("west"), fresh("east"), on=today(), by=None)

    at = datetime(soon.year, soon.month, soon.day, 6, tzinfo=UTC)
    assert apply_due_relocations(at) == 0

    assert above("west") == ["root", "east"]


@pytest.mark.parametrize(
    ("place", "parent", "days"),
    [("prison", "west", -1), ("prison", "unit", 0), ("root", "west", 0)],
)
def test_what_cannot_move_is_refused(tree, place, parent, days):
    with pytest.raises(StaffError):
        relocate_establishment(
            fresh(place), fresh(parent), on=today() + timedelta(days), by=None
        )

    assert not Relocation.objects.exists()
    assert above("unit") == ["root", "east", "prison"]


def test_a_place_closes_once_nobody_serves_there(tree):
    held = AppointmentFactory(establishment=fresh("unit"))
    with pytest.raises(StaffError, match="1"):
        close_establishment(fresh("unit"), on=today(), by=None)

    held.ends_on = today()
    held.save()
    close_establishment(fresh("unit"), on=today(), by=None)
    close_establishment(fresh("prison"), on=today(), by=None, reason="Order 13")

    assert fresh("prison").closed_on == today()
    assert [o.code for o in EstablishmentTree(today()).children_of(fresh("east"))] == [
        "prison"
    ]
    tomorrow = EstablishmentTree(today() + timedelta(days=1))
    assert tomorrow.children_of(fresh("east")) == []


def test_a_tree_without_moves_costs_one_query(tree, django_assert_num_queries):
    with django_assert_num_queries(1):
        EstablishmentTree(date(2020, 1, 1))
    with django_assert_num_queries(0):
        EstablishmentTree(today())
