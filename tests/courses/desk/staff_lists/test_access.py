"""Who may open which page of staff lists; those of another part: see the doors."""

import uuid

import pytest
from django.urls import reverse

from courses.desk.staff_lists.urls import urlpatterns
from elearning.accounts.roles import Role
from tests.courses.desk.doors.asking import opened, turned_away
from tests.factories.accounts import UserFactory
from tests.factories.staff import RemitFactory
from tests.factories.staff_lists import bring, csv_list, row

pytestmark = pytest.mark.django_db

HR = {Role.FACILITY_HR, Role.MINISTRY_HR}
OPEN_TO = {
    "list": HR,
    "upload": HR,
    "one": HR,
    "columns": HR,
    "confirm": HR,
    "cancel": HR,
    "log": HR,
}


def list_of(place, post):
    owner = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(user=owner, establishment=place)
    return bring(csv_list(row("7", place, post)), by=owner, place=place)


def address(name, made):
    keys = [] if name in {"list", "upload"} else [made.key]
    return reverse(f"desk:staff-lists:{name}", args=keys)


def test_every_page_has_a_row_in_the_matrix():
    assert {pattern.name for pattern in urlpatterns} == set(OPEN_TO)


@pytest.fixture
def addresses(house):
    made = list_of(house.mine, house.rule.post)
    return {name: address(name, made) for name in OPEN_TO}


def test_pages_send_strangers_to_the_door(client, addresses):
    assert turned_away(client, addresses) == set(OPEN_TO)


def test_pages_open_to_their_roles_alone(client, enter, addresses):
    assert opened(client, enter, addresses, posted={"cancel"}) == OPEN_TO


def test_unknown_list_and_unknown_tab_do_not_exist(client, house, officer):
    lost = reverse("desk:staff-lists:one", args=[uuid.uuid4()])
    there = address("one", list_of(house.mine, house.rule.post))

    assert client.get(lost).status_code == 404
    assert client.get(there, {"kind": "nothing"}).status_code == 404
