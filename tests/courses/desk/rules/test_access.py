"""Who may open which page of the rules."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.compliance.drafting import prepare
from courses.compliance.models import RuleException
from courses.compliance.previewing import Change
from courses.desk.rules.urls import urlpatterns
from elearning.accounts.roles import Role
from tests.courses.desk.doors.asking import turned_away, undone
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

HR = {Role.FACILITY_HR, Role.MINISTRY_HR}
MINISTRY = {Role.MINISTRY_HR}
OPEN_TO = {
    "list": HR,
    "new": MINISTRY,
    "qualification": MINISTRY,
    "change": MINISTRY,
    "end": MINISTRY,
    "draft": MINISTRY,
    "example": MINISTRY,
    "exceptions": HR,
    "decide": HR,
    "decide-many": HR,
}
#: Pages to which something is posted and nothing else.
POSTED = {"example": 400}


def address(name, house, by=None):
    arguments = {
        "change": lambda: [house.rule.pk],
        "end": lambda: [house.rule.pk],
        "decide": lambda: [excepted(house, house.insider).pk],
        "draft": lambda: [drafted(house, by).key],
        "example": lambda: [drafted(house, by).key],
    }
    return reverse(f"desk:rules:{name}", args=arguments.get(name, list)())


def excepted(house, person):
    return RuleException.objects.create(
        requirement=house.rule,
        learner=person,
        ground=RuleException.Ground.AWAY,
        found_at=timezone.now(),
    )


def drafted(house, by):
    return prepare(Change(timezone.localdate(), old=house.rule), by=by or UserFactory())


def test_every_page_has_a_row_in_the_matrix():
    assert {pattern.name for pattern in urlpatterns} == set(OPEN_TO)


def test_pages_send_strangers_to_the_door(client, house):
    addresses = {name: address(name, house) for name in OPEN_TO}

    assert turned_away(client, addresses) == set(OPEN_TO)


@pytest.mark.parametrize("role", Role)
def test_pages_open_to_their_roles_alone(client, house, enter, role):
    by, found = enter(role), {}

    for name in OPEN_TO:
        with undone():
            wanted = address(name, house, by)
            answer = client.post(wanted) if name in POSTED else client.get(wanted)
            found[name] = answer.status_code

    assert found == {
        name: POSTED.get(name, 200) if role in roles else 404
        for name, roles in OPEN_TO.items()
    }
