"""Who may open which page of the record store's desk, and who a line of time."""

import pytest
from django.urls import reverse

from courses.desk.records.urls import urlpatterns
from courses.records import exports
from elearning.accounts.roles import Role
from elearning.lrs import credentials, storing
from elearning.lrs.models import Scope, Statement, Target
from tests.factories.lrs import AUTHORITY, statement

pytestmark = pytest.mark.django_db


def address(name):
    arguments = {
        "statement": lambda: [stored().uuid],
        "revoke-credential": lambda: [
            credentials.create("tests", [Scope.READ]).credential.pk
        ],
        "cancel-export": lambda: [exports.order("ndjson", None, None, by=None).pk],
        "download-export": lambda: [exports.order("ndjson", None, None, by=None).pk],
    }
    if name.endswith("target") and name != "create-target":
        store = Target.objects.get_or_create(name="s", endpoint="http://127.0.0.1:9/")
        return reverse(f"desk:records:{name}", args=[store[0].name])
    return reverse(f"desk:records:{name}", args=arguments.get(name, list)())


def stored():
    storing.store([statement()], authority=AUTHORITY)
    return Statement.objects.get()


NAMES = [pattern.name for pattern in urlpatterns]
POSTED = {f"{what}-target" for what in ("pause", "resume", "test", "retry")}
POSTED |= {"cancel-export"}
MOVED_ON = POSTED | {"download-export"}


@pytest.mark.parametrize("name", NAMES)
def test_page_sends_strangers_to_the_door(client, name):
    answer = client.get(address(name))

    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


@pytest.mark.parametrize("role", Role)
def test_pages_open_to_the_administrator_alone(client, enter, role):
    enter(role)

    answers = {}
    for name in NAMES:
        ask = client.post if name in POSTED else client.get
        answers[name] = ask(address(name)).status_code

    opened = {name: 302 if name in MOVED_ON else 200 for name in NAMES}
    is_open = role == Role.ADMINISTRATOR
    assert answers == (opened if is_open else dict.fromkeys(NAMES, 404))
