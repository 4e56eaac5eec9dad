"""Administrators propose and decide changes of accounts at the desk."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from elearning.accounts import account_changes, activation_codes
from elearning.accounts.models import AccountChange, Activation, User
from elearning.accounts.roles import CENTRAL_ROLES, Role
from elearning.staff.appointments import end_appointment
from elearning.staff.remit_grants import grant_remit, update_roles_from_remits
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.staff import AppointmentFactory, EstablishmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(house):
    user = UserFactory(roles=[Role.LEARNER], email="a@example.kz")
    return AppointmentFactory(
        establishment=house.mine, staff_member__user=user
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
    answer = {"decision": "confirm", "reason": "Тексерілді", "expected": change.pk}
    assert client.post(at("decide-account", person), answer).status_code == 400
    assert not person.user.groups.filter(name=Role.SAFEGUARD_REVIEWER)

    enter(Role.ADMINISTRATOR)
    assert at("decide-account", person) in client.get(reverse("desk:accounts")).text
    assert at("decide-account", person) in client.get(at("account", person)).text
    other = answer | {"expected": change.pk + 1}  # of a page that was read before
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


_PAGES = [
    "propose-roles",
    "propose-reset",
    "propose-closing",
    "propose-opening",
    "decide-account",
]


def test_account_with_a_central_role_is_closed_and_opened_by_two(client, person, enter):
    person.user.groups.add(Group.objects.get(name=Role.SAFEGUARD_REVIEWER))
    enter(Role.ADMINISTRATOR)
    shown = client.get(at("account", person)).text
    assert at("close-account", person) not in shown
    assert at("propose-closing", person) in shown
    alone = client.post(at("close-account", person), {"reason": "Кетті"})
    assert alone.context["form"].errors
    assert client.get(at("propose-opening", person)).status_code == 404

    client.post(at("propose-closing", person), {"reason": "Кетті"})
    assert is_open(person)
    enter(Role.ADMINISTRATOR)
    confirm(client, person)
    assert not is_open(person)

    assert client.get(at("propose-closing", person)).status_code == 404
    shown = client.get(at("account", person)).text
    assert at("propose-opening", person) in shown
    assert at("issue-code", person) not in shown
    client.post(at("propose-opening", person), {"reason": "Қате жабылған"})
    own = client.get(at("account", person)).text
    assert at("propose-opening", person) not in own
    assert at("decide-account", person) in own
    enter(Role.ADMINISTRATOR)
    confirm(client, person)

    assert is_open(person)
    assert client.post(at("issue-code", person)).status_code == 200


def test_whoever_proposed_a_change_finds_how_to_take_it_back(client, person, enter):
    enter(Role.ADMINISTRATOR)
    client.post(at("propose-closing", person), {"reason": "Кетті"})
    change = AccountChange.objects.get()
    page = client.get(at("decide-account", person)).text
    assert 'name="withdraw"' in page
    answer = {"withdraw": "True", "reason": "Қате", "expected": change.pk}
    no_reason = client.post(at("decide-account", person), answer | {"reason": ""})
    assert no_reason.status_code == 400

    client.post(at("decide-account", person), answer)

    assert not AccountChange.objects.waiting()
    assert is_open(person)
    assert at("propose-roles", person) in client.get(at("account", person)).text


def test_second_administrator_does_not_take_a_proposal_back(client, person, enter):
    enter(Role.ADMINISTRATOR)
    client.post(at("propose-closing", person), {"reason": "Кетті"})
    change = AccountChange.objects.get()
    enter(Role.ADMINISTRATOR)

    answer = {"withdraw": "True", "reason": "Қате", "expected": change.pk}
    assert client.post(at("decide-account", person), answer).status_code == 400

    assert AccountChange.objects.waiting().get() == change


def test_personnel_office_learns_that_two_open_a_closed_account(
    client, person, officer
):
    client.post(at("close-account", person), {"reason": "Кетті"})

    with translation.override("en"):
        shown = client.get(at("account", person)).text

    assert "Two administrators can reopen this account." in shown
    assert at("propose-opening", person) not in shown


def confirm(client, person):
    change = AccountChange.objects.waiting().get()
    answer = {"decision": "confirm", "reason": "Тексерілді", "expected": change.pk}
    assert client.post(at("decide-account", person), answer).status_code == 302


def is_open(person):
    person.user.refresh_from_db()
    return person.user.is_active


@pytest.mark.parametrize("name", _PAGES)
@pytest.mark.parametrize("role", [Role.MINISTRY_HR, Role.FACILITY_HR, Role.TRAINER])
def test_nobody_else_finds_these_pages(client, person, enter, name, role):
    enter(role)

    assert client.get(at(name, person)).status_code == 404


def test_own_account_is_changed_by_others_alone(client, house, enter):
    administrator = enter(Role.ADMINISTRATOR)
    own = AppointmentFactory(
        establishment=house.mine, staff_member__user=administrator
    ).staff_member

    for name in _PAGES:
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
    assert mail.outbox == []
    assert at("issue-code", person) not in client.get(at("account", person)).text

    TOTP.activate(person.user, "JBSWY3DPEHPK3PXP")
    assert client.post(at("issue-code", person)).status_code == 200
    assert Activation.objects.count() == 1


def made(propose, user, *, by, **facts):
    """Have somebody propose a change, and another administrator confirm it."""
    told = {"reason": "Бұйрық № 7", "at": timezone.now()}
    change = propose(user, by=by, **told, **facts)
    other = UserFactory(roles=[Role.ADMINISTRATOR])
    account_changes.decide_account_change(change, is_confirmed=True, by=other, **told)


def issues_code(client, person):
    """Ask for a letter, and return whether it came as the page of the account said."""
    is_offered = at("issue-code", person) in client.get(at("account", person)).text
    is_issued = client.post(at("issue-code", person)).status_code == 200
    assert is_offered is is_issued
    return is_issued


def choose_password(person):
    code = activation_codes.issue_code(person.user, by=None)
    activation_codes.redeem_code(code, "тұнық-бұлақ-47")


def test_whoever_took_roles_away_may_issue_a_code(client, person, enter):
    made(
        account_changes.propose_central_roles,
        person.user,
        roles=CENTRAL_ROLES,
        by=enter(Role.ADMINISTRATOR),
    )
    administrator = enter(Role.ADMINISTRATOR)
    kept = [Role.SAFEGUARD_REVIEWER]
    person.user.refresh_from_db()
    made(
        account_changes.propose_central_roles, person.user, roles=kept, by=administrator
    )

    assert issues_code(client, person)


def leave_and_come_back(person):
    """Have ``person`` lose their roles, as a list says that they have left, and return."""
    today = timezone.localdate()
    (held,) = person.appointments.all()
    end_appointment(held, on=today - timedelta(days=1), by=None)
    update_roles_from_remits(timezone.now())
    AppointmentFactory(
        staff_member=person, establishment=held.establishment, starts_on=today
    )


def test_whoever_gives_a_role_to_somebody_who_had_it_before_issues_no_code(
    client, person, enter
):
    first, again = enter(Role.ADMINISTRATOR), enter(Role.ADMINISTRATOR)
    wanted = {"roles": [Role.ADMINISTRATOR]}
    made(account_changes.propose_central_roles, person.user, by=first, **wanted)
    leave_and_come_back(person)
    returned = User.objects.get(pk=person.user_id)
    assert returned.central_roles == []
    made(account_changes.propose_central_roles, returned, by=again, **wanted)

    assert not issues_code(client, person)
    pass_both_steps(client, first)
    assert issues_code(client, person)


def test_whoever_closed_an_account_may_issue_a_code_once_it_is_open(
    client, person, enter
):
    made(
        account_changes.propose_account_closure,
        person.user,
        by=enter(Role.ADMINISTRATOR),
    )
    made(
        account_changes.propose_account_reopening,
        person.user,
        by=UserFactory(roles=[Role.ADMINISTRATOR]),
    )

    assert issues_code(client, person)


def test_whoever_had_an_account_opened_issues_a_code_once_its_owner_came_in(
    client, person, enter
):
    administrator = enter(Role.ADMINISTRATOR)
    made(account_changes.propose_account_closure, person.user, by=administrator)
    made(account_changes.propose_account_reopening, person.user, by=administrator)
    assert not issues_code(client, person)

    choose_password(person)

    assert issues_code(client, person)


def test_whoever_had_a_second_step_reset_issues_no_code_before_the_next_one(
    client, person, enter
):
    person.user.groups.add(Group.objects.get(name=Role.TRAINER))
    TOTP.activate(person.user, "JBSWY3DPEHPK3PXP")
    made(
        account_changes.propose_second_factor_reset,
        person.user,
        by=enter(Role.ADMINISTRATOR),
    )

    choose_password(person)
    assert not issues_code(client, person)
    TOTP.activate(person.user, "JBSWY3DPEHPK3PXP")

    assert issues_code(client, person)


@pytest.mark.parametrize("role", CENTRAL_ROLES)
def test_one_administrator_sets_no_password_of_a_central_role(
    client, person, enter, role
):
    person.user.groups.add(Group.objects.get(name=role))
    enter(Role.ADMINISTRATOR)
    assert client.post(at("issue-code", person)).status_code == 200
    TOTP.activate(person.user, "JBSWY3DPEHPK3PXP")

    client.post(at("issue-code", person))
    client.post(at("mail-code", person))
    client.post(reverse("desk:letters"), {"person": [person.key]})

    assert Activation.objects.count() == 1
    assert mail.outbox == []
    shown = client.get(at("account", person)).text
    assert at("issue-code", person) not in shown
    assert at("propose-reset", person) in shown


def test_officer_issues_no_code_to_who_will_hold_a_remit(client, house, officer):
    person = AppointmentFactory(
        establishment=house.mine, staff_member__user=UserFactory(roles=[Role.LEARNER])
    ).staff_member
    code = activation_codes.issue_code(person.user, by=officer)
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
