"""Role × thing × verb: who finds what is of her place, of another, of a colleague."""

import pytest
from django.urls import reverse

from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.courses.desk.doors.asking import asked, turned_away, undone, ways
from tests.courses.desk.doors.table import DOORS, OWN
from tests.courses.desk.doors.test_roles import BY_SESSION

pytestmark = pytest.mark.django_db
#: No view tells of these whom it refuses: every role asks.
ASKED = asked(DOORS) | dict.fromkeys(BY_SESSION, frozenset(Role))
ASKED_OWN = asked(OWN)


@pytest.fixture(scope="module")
def world(places):
    """One thing of each kind, here and there; ``OWN`` things only here."""
    inside, outside = places
    for door in DOORS.values():
        door.keys(inside), door.keys(outside)
    for own in OWN.values():
        getattr(inside, own.row)
    return places


@pytest.mark.parametrize("role", Role)
def test_role_finds_what_is_of_her_place_and_nothing_of_another(
    client, inside, outside, enter, role
):
    enter(role)
    doors = {name: door for name, door in DOORS.items() if role in ASKED[name]}

    found = {
        name: (
            ways(client, name, door.keys(inside)),
            ways(client, name, door.keys(outside)),
        )
        for name, door in doors.items()
    }

    assert found == {
        name: (
            door.ways if role in door.inside else set(),
            door.ways if role in door.outside else set(),
        )
        for name, door in doors.items()
    }


def test_every_attempt_at_what_is_of_another_place_is_in_the_trail(
    client, inside, outside, enter
):
    """Personnel officers may open these pages, and find nothing of another there."""
    user = enter(Role.MINISTRY_HR)
    doors = {name: door for name, door in DOORS.items() if user.has_role(*door.inside)}

    told = {}
    for name, door in doors.items():
        keys = door.keys(outside)
        with undone():
            said = Entry.objects.latest("pk").pk
            way = "get" if "get" in door.ways else "post"
            getattr(client, way)(reverse(name, args=keys))
            told[name] = list(
                Entry.objects.filter(pk__gt=said, by=user).values_list(
                    "action", flat=True
                )
            )

    assert {name: actions for name, actions in told.items() if len(actions) != 1} == {}
    assert set().union(*told.values()) == {"staff.refused", "desk.refused"}


@pytest.mark.parametrize("role", Role)
def test_role_finds_her_own_and_nothing_of_a_colleague(client, inside, enter, role):
    user = enter(role)
    doors = {name: door for name, door in OWN.items() if role in ASKED_OWN[name]}

    found = {}
    for name, door in doors.items():
        row = getattr(inside, door.row)
        of_colleague = ways(client, name, [getattr(row, door.key)])
        with undone():
            type(row).objects.filter(pk=row.pk).update(**{door.owner: user})
            found[name] = (ways(client, name, [getattr(row, door.key)]), of_colleague)

    assert found == {
        name: (
            door.ways if role in door.owners else set(),
            door.ways if role in door.others else set(),
        )
        for name, door in doors.items()
    }


def test_strangers_are_sent_to_the_door(client, inside):
    keys = {name: door.keys(inside) for name, door in DOORS.items()}
    keys |= {
        name: [getattr(getattr(inside, door.row), door.key)]
        for name, door in OWN.items()
    }

    addresses = {name: reverse(name, args=found) for name, found in keys.items()}

    assert turned_away(client, addresses) == addresses.keys()
