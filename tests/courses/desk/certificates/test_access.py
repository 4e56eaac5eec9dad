"""Who may open which page of certificates at the desk."""

import pytest
from django.urls import URLPattern, reverse

from courses.desk.certificates.urls import urlpatterns
from elearning.accounts.roles import Role
from tests.courses.desk.certificates.papers import paper, proposed

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


@pytest.mark.parametrize("name", OPEN_TO)
def test_page_sends_strangers_to_the_door(client, house, name):
    answer = client.get(address(name, house.insider))

    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


@pytest.mark.parametrize("name", OPEN_TO)
@pytest.mark.parametrize("role", Role)
def test_page_opens_to_its_roles_alone(client, house, enter, name, role):
    enter(role)

    answer = client.get(address(name, house.insider))

    assert answer.status_code == (200 if role in OPEN_TO[name] else 404)


@pytest.mark.parametrize("name", ["certificate", "revoke", "replace", "decide"])
@pytest.mark.parametrize("role", sorted(HR))
def test_certificates_of_another_prison_do_not_exist(client, house, enter, name, role):
    enter(role)
    wanted = address(name, house.outsider)

    answers = [client.get(wanted)]
    if name != "certificate":
        answers.append(client.post(wanted))

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("method", ["get", "post"])
def test_her_own_proposal_does_not_exist_for_the_holder(client, house, enter, method):
    user = enter(Role.MINISTRY_HR)
    house.insider.user = user
    house.insider.save()

    answer = getattr(client, method)(address("decide", house.insider))

    assert answer.status_code == 404
