"""Staff lists that do not exist; roles and other prisons: see the doors."""

import uuid

import pytest
from django.urls import reverse

from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.staff import RemitFactory
from tests.factories.staff_lists import bring, csv_list, row

pytestmark = pytest.mark.django_db


def list_of(place, post):
    owner = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(user=owner, establishment=place)
    return bring(csv_list(row("7", place, post)), by=owner, place=place)


def test_unknown_list_and_unknown_tab_do_not_exist(client, house, officer):
    lost = reverse("desk:staff-lists:one", args=[uuid.uuid4()])
    made = list_of(house.mine, house.rule.post)
    there = reverse("desk:staff-lists:one", args=[made.key])

    assert client.get(lost).status_code == 404
    assert client.get(there, {"kind": "nothing"}).status_code == 404
