"""Who may open which page of staff lists, and whose lists she meets there."""

import uuid

import pytest
from django.urls import reverse

from courses.desk.staff_lists.urls import urlpatterns
from elearning.accounts.roles import Role
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
KEYED = sorted(OPEN_TO.keys() - {"list", "upload"})


def list_of(place, post):
    owner = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(user=owner, establishment=place)
    return bring(csv_list(row("7", place, post)), by=owner, place=place)


def address(name, house, place=None):
    if name not in KEYED:
        return reverse(f"desk:staff-lists:{name}")
    made = list_of(place or house.mine, house.rule.post)
    return reverse(f"desk:staff-lists:{name}", args=[made.key])


def test_every_page_has_a_row_in_the_matrix():
    assert {pattern.name for pattern in urlpatterns} == set(OPEN_TO)


@pytest.mark.parametrize("name", OPEN_TO)
def test_page_sends_strangers_to_the_door(client, house, name):
    answer = client.get(address(name, house))

    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


@pytest.mark.parametrize("name", OPEN_TO)
@pytest.mark.parametrize("role", Role)
def test_page_opens_to_its_roles_alone(client, house, enter, name, role):
    enter(role)
    wanted = address(name, house)

    answer = client.post(wanted) if name == "cancel" else client.get(wanted)

    opened = 302 if name == "cancel" else 200
    assert answer.status_code == (opened if role in OPEN_TO[name] else 404)


@pytest.mark.parametrize("name", KEYED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_list_of_another_part_does_not_exist(client, house, officer, name, method):
    wanted = address(name, house, house.other)
    if name == "cancel":
        method = "post"
    if name == "one":
        method = "get"

    assert getattr(client, method)(wanted).status_code == 404


def test_unknown_list_and_unknown_tab_do_not_exist(client, house, officer):
    lost = reverse("desk:staff-lists:one", args=[uuid.uuid4()])
    there = address("one", house)

    assert client.get(lost).status_code == 404
    assert client.get(there, {"kind": "nothing"}).status_code == 404
