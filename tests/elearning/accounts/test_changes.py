"""Central roles and a lost second step take two administrators."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from elearning.accounts import activation, changes
from elearning.accounts.creating import close_account
from elearning.accounts.errors import AccountError, ActivationError
from elearning.accounts.models import AccountChange
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

NOW = timezone.now()


@pytest.fixture
def administrators():
    return [UserFactory(roles=[Role.ADMINISTRATOR]) for _one in range(2)]


@pytest.fixture
def user():
    return UserFactory(roles=[Role.LEARNER])


def propose(user, roles=(Role.ADMINISTRATOR,), *, by, reason="Бұйрық № 7"):
    return changes.propose_roles(user, roles=roles, reason=reason, by=by, at=NOW)


def confirm(change, *, by, confirmed=True, reason="Тексерілді"):
    return changes.decide(change, confirmed=confirmed, reason=reason, by=by, at=NOW)


def held(user):
    return set(user.groups.values_list("name", flat=True))


def test_one_administrator_alone_gives_no_central_role(administrators, user):
    first, second = administrators
    change = propose(user, by=first)

    with pytest.raises(AccountError):
        confirm(change, by=first)

    assert held(user) == {Role.LEARNER}
    confirm(change, by=second)
    assert held(user) == {Role.LEARNER, Role.ADMINISTRATOR}


def test_central_role_is_taken_by_two_as_well(administrators, user):
    first, second = administrators
    user.groups.add(*first.groups.all())
    change = propose(user, [Role.SAFEGUARD_REVIEWER], by=first)
    assert Role.ADMINISTRATOR in held(user)

    confirm(change, by=second)

    assert held(user) == {Role.LEARNER, Role.SAFEGUARD_REVIEWER}


def test_declined_change_changes_nothing_and_makes_room_for_another(
    administrators, user
):
    first, second = administrators
    change = propose(user, by=first)
    with pytest.raises(AccountError):
        propose(user, [Role.SAFEGUARD_REVIEWER], by=second)

    confirm(change, by=second, confirmed=False)

    assert held(user) == {Role.LEARNER}
    with pytest.raises(AccountError):
        confirm(change, by=second)
    assert propose(user, [Role.SAFEGUARD_REVIEWER], by=second)


def test_owner_of_the_account_proposes_and_decides_nothing_about_it(administrators):
    first, second = administrators
    with pytest.raises(AccountError):
        propose(first, [], by=first)
    change = propose(first, [], by=second)

    with pytest.raises(AccountError):
        confirm(change, by=first)

    assert Role.ADMINISTRATOR in held(first)


@pytest.mark.parametrize(
    ("roles", "reason"),
    [
        ([Role.ADMINISTRATOR], "  "),
        ([Role.MINISTRY_HR], "Бұйрық"),
        (["director"], "Бұйрық"),
        ([], "Бұйрық"),
    ],
)
def test_change_that_says_too_little_is_refused(administrators, user, roles, reason):
    with pytest.raises(AccountError):
        propose(user, roles, by=administrators[0], reason=reason)

    assert not AccountChange.objects.exists()


def test_officers_change_nothing_here(administrators, user):
    officer = UserFactory(roles=[Role.MINISTRY_HR])
    with pytest.raises(AccountError):
        propose(user, by=officer)
    change = propose(user, by=administrators[0])

    with pytest.raises(AccountError):
        confirm(change, by=officer)


def test_closed_account_gets_no_role(administrators, user):
    first, second = administrators
    change = propose(user, by=first)
    close_account(user, by=first, reason="кетті")

    with pytest.raises(AccountError):
        confirm(change, by=second)
    with pytest.raises(AccountError):
        propose(user, by=second)
    assert held(user) == {Role.LEARNER}


def test_new_role_withdraws_codes_and_ends_sessions(administrators, user, client):
    first, second = administrators
    code = activation.issue(user, by=first)
    user.set_password("тұнық-бұлақ-47")
    user.save()
    client.post(
        "/kk/account/login/",
        {"login": user.staff_number, "password": "тұнық-бұлақ-47"},
    )
    assert "_auth_user_id" in client.session

    confirm(propose(user, by=first), by=second)

    with pytest.raises(ActivationError):
        activation.find(code)
    assert client.get("/kk/my/").headers["Location"].startswith("/kk/account/login/")


def test_lost_second_step_is_set_up_anew_once_another_confirms(administrators, client):
    first, second = administrators
    user = UserFactory(roles=[Role.TRAINER])
    with pytest.raises(AccountError):
        changes.propose_reset(user, reason="Телефон жоғалды", by=first, at=NOW)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    change = changes.propose_reset(user, reason="Телефон жоғалды", by=first, at=NOW)
    assert Authenticator.objects.filter(user=user).exists()

    confirm(change, by=second)

    assert not Authenticator.objects.filter(user=user).exists()
    user.refresh_from_db()
    client.force_login(user)
    assert "totp" in client.get("/kk/desk/").headers["Location"]


def test_whoever_opened_an_account_does_not_keep_it_with_its_new_role(
    administrators, user, client
):
    first, second = administrators
    activation.redeem(activation.issue(user, by=first), "тұнық-бұлақ-47")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    confirm(propose(user, by=first), by=second)

    user.refresh_from_db()
    assert not user.has_usable_password()
    assert not Authenticator.objects.filter(user=user).exists()


def test_role_that_is_taken_leaves_password_and_second_step(administrators):
    first, second = administrators
    user = UserFactory(roles=[Role.ADMINISTRATOR], password="тұнық-бұлақ-47")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    confirm(propose(user, [], by=first), by=second)

    user.refresh_from_db()
    assert user.has_usable_password()
    assert Authenticator.objects.filter(user=user).exists()


def test_each_step_is_in_the_trail_with_its_reason(administrators, user):
    first, second = administrators
    confirm(propose(user, by=first), by=second)

    told = Entry.objects.filter(action__startswith="accounts.change").order_by("pk")

    assert list(told.values_list("action", "by", "subject_id", "reason")) == [
        ("accounts.change_proposed", first.pk, str(user.pk), "Бұйрық № 7"),
        ("accounts.change_confirmed", second.pk, str(user.pk), "Тексерілді"),
    ]


def test_only_administrators_see_what_waits(administrators, user):
    propose(user, by=administrators[0])

    seen = AccountChange.objects.visible_to

    assert seen(administrators[1]).waiting().count() == 1
    assert not seen(UserFactory(roles=[Role.MINISTRY_HR])).exists()
    assert not seen(user).exists()
