"""Who may open which page of certificates; those of another prison: see the doors."""

import pytest
from django.urls import URLPattern, reverse

from courses.desk.certificates.urls import urlpatterns
from elearning.accounts.roles import Role
from tests.courses.desk.certificates.papers import paper, proposed
from tests.courses.desk.doors.asking import opened, turned_away

pytestmark = pytest.mark.django_db

HR = {Role.FACILITY_HR, Role.MINISTRY_HR}
OFFICE = HR | {Role.ADMINISTRATOR}
OPEN_TO = {
    "list": HR,
    "proposals": OFFICE,
    "decide": OFFICE,
    "certificate": HR,
    "revoke": HR,
    "replace": HR,
    "take": HR,
}


def address(name, person):
    arguments = {
        "list": list,
        "take": list,
        "proposals": list,
        "decide": lambda: [proposed(paper(person)).key],
    }
    found = arguments.get(name, lambda: [paper(person).key])
    return reverse(f"desk:certificates:{name}", args=found())


def test_every_page_has_a_row_in_the_matrix():
    pages = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    assert {pattern.name for pattern in pages} >= set(OPEN_TO)


@pytest.fixture
def addresses(house):
    return {name: address(name, house.insider) for name in OPEN_TO}


def test_pages_send_strangers_to_the_door(client, addresses):
    assert turned_away(client, addresses) == set(OPEN_TO)


def test_pages_open_to_their_roles_alone(client, enter, addresses):
    assert opened(client, enter, addresses) == OPEN_TO


@pytest.mark.parametrize("method", ["get", "post"])
def test_her_own_proposal_does_not_exist_for_the_holder(client, house, enter, method):
    user = enter(Role.MINISTRY_HR)
    house.insider.user = user
    house.insider.save()

    answer = getattr(client, method)(address("decide", house.insider))

    assert answer.status_code == 404
