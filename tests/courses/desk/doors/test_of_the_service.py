"""Role × thing × verb: who opens what is of no place and of no person."""

import pytest
from django.urls import reverse

from elearning.accounts.roles import Role
from tests.courses.desk.doors.asking import asked, turned_away, ways
from tests.courses.desk.doors.of_the_service import OF_THE_SERVICE
from tests.courses.desk.doors.service import Service

pytestmark = pytest.mark.django_db
ASKED = asked(OF_THE_SERVICE)


@pytest.fixture(scope="module")
def world(places):
    """The two places and the service, with one thing of each kind."""
    service = Service(places[0].appointment.post)
    for door in OF_THE_SERVICE.values():
        door.keys(service)
    return *places, service


@pytest.fixture
def service(found):
    return found[2]


@pytest.mark.parametrize("role", Role)
def test_role_opens_what_is_hers_in_the_ways_there_are(client, enter, service, role):
    enter(role)
    doors = {name: door for name, door in OF_THE_SERVICE.items() if role in ASKED[name]}

    found = {
        name: ways(client, name, door.keys(service), door.query)
        for name, door in doors.items()
    }

    assert found == {
        name: door.ways if role in door.roles else set() for name, door in doors.items()
    }


def test_strangers_are_sent_to_the_door(client, service):
    keys = {name: door.keys(service) for name, door in OF_THE_SERVICE.items()}
    addresses = {name: reverse(name, args=found) for name, found in keys.items()}

    assert turned_away(client, addresses) == addresses.keys()
