"""Accounts at the desk: opened, given a code, closed."""

import pytest
from django.urls import reverse

from elearning.accounts import activation
from elearning.accounts.models import Activation
from elearning.accounts.roles import Role
from elearning.staff.models import StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db


def test_account_is_created_once_and_its_letter_speaks_her_language(
    client, house, officer
):
    person = AppointmentFactory(
        establishment=house.mine, staff_member__user=None, staff_member__language="ru"
    ).staff_member
    url = reverse("desk:account", args=[person.key])

    wrong = client.post(url, {"email": "not an address"})
    assert wrong.context["form"].errors.keys() == {"email"}
    answer = client.post(url, {"email": ""})

    person.refresh_from_db()
    assert person.user.roles == {"learner"}
    assert 'lang="ru"' in answer.content.decode()
    assert Activation.objects.get().created_by == officer
    assert client.post(url, {"email": ""}).context["form"].errors


def test_personnel_office_cannot_touch_accounts_of_other_roles(client, house, officer):
    trainer = UserFactory(roles=[Role.TRAINER, Role.LEARNER])
    person = AppointmentFactory(
        establishment=house.mine, staff_member__user=trainer
    ).staff_member

    code = client.post(reverse("desk:issue-code", args=[person.key]))
    close = client.post(
        reverse("desk:close-account", args=[person.key]), {"reason": "x"}
    )

    assert (code.status_code, close.status_code) == (404, 404)
    assert not Activation.objects.exists()


def test_personnel_office_gives_no_roles(client, house, officer):
    person = AppointmentFactory(
        establishment=house.mine, staff_member__user=None
    ).staff_member

    client.post(
        reverse("desk:account", args=[person.key]), {"roles": ["administrator"]}
    )

    person.refresh_from_db()
    assert person.user.roles == {"learner"}


def test_new_code_opens_the_account_and_withdraws_the_old(client, house, officer):
    old = activation.issue(house.insider.user, by=None)

    answer = client.post(reverse("desk:issue-code", args=[house.insider.key]))

    assert old not in answer.content.decode()
    assert Activation.objects.filter(withdrawn_at=None).count() == 1


def test_account_is_closed_with_a_reason(client, house, officer):
    url = reverse("desk:close-account", args=[house.insider.key])

    assert client.post(url, {"reason": ""}).context["form"].errors
    assert client.post(url, {"reason": "Зейнетке шықты"}).status_code == 302

    house.insider.user.refresh_from_db()
    assert not house.insider.user.is_active
    assert (
        client.post(reverse("desk:issue-code", args=[house.insider.key])).status_code
        == 302
    )


def test_administrator_sees_numbers_and_no_names(client, house, enter):
    enter(Role.ADMINISTRATOR)

    page = client.get(reverse("desk:accounts")).content.decode()
    found = client.post(reverse("desk:accounts"), {"words": "Бөтен"})

    assert house.outsider.staff_number in page
    assert "Бөтен" not in page
    assert not found.context["lines"]


@pytest.mark.parametrize("name", ["desk:accounts", "desk:people"])
def test_search_for_what_no_database_keeps_finds_nobody(
    client, house, officer, say_purpose, name
):
    say_purpose()

    answer = client.post(reverse(name), {"words": "a\x00b"})

    assert answer.status_code == 200
    assert "finder" in answer.context or not answer.context["lines"]


@pytest.mark.parametrize(
    ("state", "number"),
    [("none", 0), ("waiting", 0), ("active", 1), ("closed", 0), ("x", 1)],
)
def test_accounts_are_listed_by_state(client, house, officer, state, number):
    StaffMember.objects.get(pk=house.insider.pk)

    answer = client.get(reverse("desk:accounts"), {"state": state})

    assert len(answer.context["lines"]) == number
