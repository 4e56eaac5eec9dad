"""Who may open which page of the record store's desk, and who a line of time."""

import pytest
from django.urls import reverse

from courses.desk.records.urls import urlpatterns
from elearning.accounts.roles import Role
from elearning.lrs import credentials, storing
from elearning.lrs.models import Scope, Statement
from tests.factories.lrs import AUTHORITY, statement

pytestmark = pytest.mark.django_db


def address(name):
    arguments = {
        "statement": lambda: [stored().uuid],
        "revoke-credential": lambda: [
            credentials.create("tests", [Scope.READ]).credential.pk
        ],
    }
    return reverse(f"desk:records:{name}", args=arguments.get(name, list)())


def stored():
    storing.store([statement()], authority=AUTHORITY)
    return Statement.objects.get()


NAMES = [pattern.name for pattern in urlpatterns]


@pytest.mark.parametrize("name", NAMES)
def test_page_sends_strangers_to_the_door(client, name):
    answer = client.get(address(name))

    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


@pytest.mark.parametrize("role", Role)
def test_pages_open_to_the_administrator_alone(client, enter, role):
    enter(role)

    answers = {name: client.get(address(name)).status_code for name in NAMES}

    is_open = role == Role.ADMINISTRATOR
    assert answers == dict.fromkeys(NAMES, 200 if is_open else 404)
