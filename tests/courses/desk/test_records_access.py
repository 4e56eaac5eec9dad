"""Who may open which page of the record store's desk, and who a line of time."""

import pytest
from django.urls import reverse

from courses.desk.records.urls import urlpatterns
from courses.records import exports
from elearning.accounts.roles import Role
from elearning.lrs import credentials, storing
from elearning.lrs.models import Scope, Statement, Target
from tests.courses.desk.doors.asking import opened, turned_away
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


@pytest.fixture
def addresses():
    return {name: address(name) for name in NAMES}


def test_pages_send_strangers_to_the_door(client, addresses):
    assert turned_away(client, addresses) == set(NAMES)


def test_pages_open_to_the_administrator_alone(client, enter, addresses):
    found = opened(client, enter, addresses, posted=POSTED)

    assert found == {name: {Role.ADMINISTRATOR} for name in NAMES}
