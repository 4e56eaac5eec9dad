"""Role × thing × verb: who opens what is of no place and of no person."""

import pytest
from django.urls import URLResolver, reverse

from courses.desk.urls import urlpatterns
from elearning.accounts.roles import Role
from tests.courses.desk.doors.asking import ways
from tests.courses.desk.doors.of_the_service import OF_THE_SERVICE
from tests.courses.desk.doors.service import Service
from tests.courses.desk.doors.table import DOORS, OWN
from tests.courses.desk.doors.test_lists import LISTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(inside):
    return Service(inside.appointment.post)


def test_every_address_of_the_desk_has_a_row_in_one_table():
    tables = [DOORS, OWN, OF_THE_SERVICE, {name for name, _sent in LISTS.values()}]
    rows = [name for table in tables for name in table]

    assert sorted(rows) == sorted(named(urlpatterns))


@pytest.mark.parametrize("role", Role)
def test_role_opens_what_is_hers_in_the_ways_there_are(client, enter, service, role):
    enter(role)

    found = {
        name: ways(client, name, door.keys(service), door.query)
        for name, door in OF_THE_SERVICE.items()
    }

    assert found == {
        name: door.ways if role in door.roles else set()
        for name, door in OF_THE_SERVICE.items()
    }


def test_strangers_are_sent_to_the_door(client, service):
    keys = {name: door.keys(service) for name, door in OF_THE_SERVICE.items()}

    answers = {
        name: client.get(reverse(name, args=found)).headers.get("Location", "")
        for name, found in keys.items()
    }

    entrance = reverse("account_login")
    assert {
        name for name, to in answers.items() if not to.startswith(entrance)
    } == set()


def named(patterns, space="desk"):
    """Name the addresses of the desk, in whichever part they are."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}:{pattern.namespace}" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner)
        else:
            yield f"{space}:{pattern.name}"
