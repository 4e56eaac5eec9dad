"""Who may open which page of the rules."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.compliance.drafting import prepare
from courses.compliance.models import RuleException
from courses.compliance.previewing import Change
from courses.desk.rules.urls import urlpatterns
from elearning.accounts.roles import Role
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


@pytest.mark.parametrize("name", OPEN_TO)
def test_page_sends_strangers_to_the_door(client, house, name):
    answer = client.get(address(name, house))

    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


@pytest.mark.parametrize("name", OPEN_TO)
@pytest.mark.parametrize("role", Role)
def test_page_opens_to_its_roles_alone(client, house, enter, name, role):
    wanted = address(name, house, enter(role))

    answer = client.post(wanted) if name in POSTED else client.get(wanted)

    assert answer.status_code == (
        POSTED.get(name, 200) if role in OPEN_TO[name] else 404
    )


@pytest.mark.parametrize("name", ["draft", "example"])
def test_draft_of_somebody_else_does_not_exist(client, house, enter, name):
    enter(Role.MINISTRY_HR)

    answer = client.post(address(name, house), {"staff_number": "1"})

    assert answer.status_code == 404


@pytest.mark.parametrize("role", sorted(HR))
@pytest.mark.parametrize("method", ["get", "post"])
def test_exception_of_another_prison_does_not_exist(client, house, enter, role, method):
    enter(role)
    row = excepted(house, house.outsider)

    answer = getattr(client, method)(reverse("desk:rules:decide", args=[row.pk]))

    assert answer.status_code == 404
    assert RuleException.objects.open().exists()
