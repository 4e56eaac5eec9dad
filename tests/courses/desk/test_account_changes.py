"""Administrators propose and decide changes of accounts at the desk."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from elearning.accounts import activation
from elearning.accounts.models import AccountChange, Activation
from elearning.accounts.roles import Role
from elearning.staff.remits import grant_remit
from tests.factories.accounts import UserFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(house):
    return AppointmentFactory(
        establishment=house.mine, staff_member__user=UserFactory(roles=[Role.LEARNER])
    ).staff_member


def at(name, person):
    return reverse(f"desk:{name}", args=[person.key])


def test_role_passes_two_hands(client, person, enter):
    enter(Role.ADMINISTRATOR)
    asked = {"roles": ["safeguard-reviewer"], "reason": "Бұйрық № 7"}
    assert client.post(at("propose-roles", person), asked).status_code == 302
    page = client.get(at("decide-account", person))
    assert 'name="decision"' not in page.text
    change = AccountChange.objects.get()
    answer = {"decision": "confirm", "reason": "Тексерілді", "change": change.pk}
    assert client.post(at("decide-account", person), answer).status_code == 400
    assert not person.user.groups.filter(name=Role.SAFEGUARD_REVIEWER)

    enter(Role.ADMINISTRATOR)
    assert at("decide-account", person) in client.get(reverse("desk:accounts")).text
    assert at("decide-account", person) in client.get(at("account", person)).text
    other = answer | {"change": change.pk + 1}  # of a page that was read before
    client.post(at("decide-account", person), other)
    assert not person.user.groups.filter(name=Role.SAFEGUARD_REVIEWER)
    assert client.post(at("decide-account", person), answer).status_code == 302

    assert person.user.groups.filter(name=Role.SAFEGUARD_REVIEWER)
    assert client.get(at("decide-account", person)).status_code == 404


def test_mistakes_are_told_beside_the_form(client, person, enter):
    enter(Role.ADMINISTRATOR)

    for data in (
        {"reason": ""},
        {"roles": ["trainer"], "reason": "x"},
        {"reason": "x"},
    ):
        answer = client.post(at("propose-roles", person), data)
        assert answer.status_code == 400
        assert answer.context["form"].errors

    assert not AccountChange.objects.exists()


def test_lost_second_step_is_offered_where_there_is_one(client, person, enter):
    enter(Role.ADMINISTRATOR)
    assert at("propose-reset", person) not in client.get(at("account", person)).text
    refused = client.post(at("propose-reset", person), {"reason": "Телефон жоғалды"})
    assert refused.status_code == 400

    TOTP.activate(person.user, "JBSWY3DPEHPK3PXP")
    assert at("propose-reset", person) in client.get(at("account", person)).text
    client.post(at("propose-reset", person), {"reason": "Телефон жоғалды"})

    assert AccountChange.objects.get().kind == AccountChange.Kind.SECOND_FACTOR


@pytest.mark.parametrize("name", ["propose-roles", "propose-reset", "decide-account"])
@pytest.mark.parametrize("role", [Role.MINISTRY_HR, Role.FACILITY_HR, Role.TRAINER])
def test_nobody_else_finds_these_pages(client, person, enter, name, role):
    enter(role)

    assert client.get(at(name, person)).status_code == 404


def test_own_account_is_changed_by_others_alone(client, house, enter):
    administrator = enter(Role.ADMINISTRATOR)
    own = AppointmentFactory(
        establishment=house.mine, staff_member__user=administrator
    ).staff_member

    for name in ("propose-roles", "propose-reset", "decide-account"):
        assert client.get(at(name, own)).status_code == 404


def test_whoever_gave_a_role_issues_no_code_before_the_second_step(
    client, person, enter
):
    granter = enter(Role.ADMINISTRATOR)
    grant_remit(
        person.user,
        Role.TRAINER,
        EstablishmentFactory(),
        starts_on=person.appointments.get().starts_on,
        by=granter,
    )
    client.post(at("issue-code", person))
    client.post(at("mail-code", person))
    assert not Activation.objects.exists()
    assert at("issue-code", person) not in client.get(at("account", person)).text

    TOTP.activate(person.user, "JBSWY3DPEHPK3PXP")
    assert client.post(at("issue-code", person)).status_code == 200
    assert Activation.objects.count() == 1


def test_officer_issues_no_code_to_who_will_hold_a_remit(client, house, officer):
    person = AppointmentFactory(
        establishment=house.mine, staff_member__user=UserFactory(roles=[Role.LEARNER])
    ).staff_member
    code = activation.issue(person.user, by=officer)
    grant_remit(
        person.user,
        Role.TRAINER,
        house.mine,
        starts_on=person.appointments.get().starts_on.replace(year=2999),
        by=None,
    )

    assert client.post(at("issue-code", person)).status_code == 404

    assert not Activation.objects.usable(Activation.objects.get().created_at)
    assert code
