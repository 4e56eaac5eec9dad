"""What takes two administrators: central roles, a lost second step, closing and opening."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from elearning.accounts import account_changes, activation_codes
from elearning.accounts.account_lifecycle import close_account
from elearning.accounts.errors import AccountError, ActivationError
from elearning.accounts.models import AccountChange, User
from elearning.accounts.roles import CENTRAL_ROLES, Role
from elearning.api import access_keys
from elearning.api.models import AccessScope
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
    return account_changes.propose_central_roles(
        user, roles=roles, reason=reason, by=by, at=NOW
    )


def confirm(change, *, by, confirmed=True, reason="Тексерілді"):
    return account_changes.decide_account_change(
        change, is_confirmed=confirmed, reason=reason, by=by, at=NOW
    )


def close(user, *, by, reason="Бұйрық № 9"):
    return account_changes.propose_account_closure(user, reason=reason, by=by, at=NOW)


def open_again(user, *, by, reason="Қате жабылған"):
    return account_changes.propose_account_reopening(user, reason=reason, by=by, at=NOW)


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
    code = activation_codes.issue_code(user, by=first)
    user.set_password("тұнық-бұлақ-47")
    user.save()
    client.post(
        "/kk/account/login/",
        {"login": user.staff_number, "password": "тұнық-бұлақ-47"},
    )
    assert "_auth_user_id" in client.session

    confirm(propose(user, by=first), by=second)

    with pytest.raises(ActivationError):
        activation_codes.get_activation(code)
    assert client.get("/kk/my/").headers["Location"].startswith("/kk/account/login/")


def test_lost_second_step_is_set_up_anew_once_another_confirms(administrators, client):
    first, second = administrators
    user = UserFactory(roles=[Role.TRAINER])
    with pytest.raises(AccountError):
        account_changes.propose_second_factor_reset(
            user, reason="Телефон жоғалды", by=first, at=NOW
        )
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    change = account_changes.propose_second_factor_reset(
        user, reason="Телефон жоғалды", by=first, at=NOW
    )
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
    activation_codes.redeem_code(
        activation_codes.issue_code(user, by=first), "тұнық-бұлақ-47"
    )
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


@pytest.mark.parametrize("role", CENTRAL_ROLES)
def test_one_administrator_closes_no_account_with_a_central_role(administrators, role):
    first, second = administrators
    user = UserFactory(roles=[Role.LEARNER, role])
    with pytest.raises(AccountError):
        close_account(user, by=first, reason="Кетті")
    change = close(user, by=first)
    with pytest.raises(AccountError):
        confirm(change, by=first)
    user.refresh_from_db()
    assert (user.is_active, held(user)) == (True, {Role.LEARNER, role})

    confirm(change, by=second)

    user.refresh_from_db()
    assert (user.is_active, held(user)) == (False, {Role.LEARNER})


def test_role_that_came_meanwhile_keeps_an_account_from_being_closed_by_one(
    administrators, user
):
    first, _second = administrators
    assert user.roles == {Role.LEARNER}
    user.groups.add(*first.groups.all())

    with pytest.raises(AccountError):
        close_account(user, by=UserFactory(roles=[Role.FACILITY_HR]), reason="Кетті")


@pytest.mark.parametrize(
    "propose_against", [close, lambda user, by: propose(user, [], by=by)]
)
def test_two_administrators_remain(administrators, propose_against):
    first, second = administrators
    third = UserFactory(roles=[Role.ADMINISTRATOR])
    against_third = propose_against(third, by=first)
    against_second = propose_against(second, by=third)
    confirm(against_third, by=second)

    with pytest.raises(AccountError):
        confirm(against_second, by=first)

    assert set(User.objects.administrators()) == {first, second}
    assert AccountChange.objects.waiting().get() == against_second
    UserFactory(roles=[Role.ADMINISTRATOR])
    confirm(against_second, by=first)
    assert not User.objects.administrators().filter(pk=second.pk).exists()


def test_closed_account_is_opened_by_two_and_begins_anew(administrators, client):
    first, second = administrators
    user = UserFactory(
        roles=[Role.LEARNER, Role.TRAINER, Role.SAFEGUARD_REVIEWER],
        password="тұнық-бұлақ-47",
    )
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    code = activation_codes.issue_code(user, by=first)
    client.force_login(user)
    confirm(close(user, by=first), by=second)
    assert client.get("/kk/my/").headers["Location"].startswith("/kk/account/login/")

    change = open_again(user, by=first)
    with pytest.raises(AccountError):
        confirm(change, by=first)
    with pytest.raises(ActivationError):
        activation_codes.get_activation(code)
    confirm(change, by=second)

    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password()) == (True, False)
    assert held(user) == {Role.LEARNER, Role.TRAINER}
    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get("/kk/my/").headers["Location"].startswith("/kk/account/login/")
    with pytest.raises(ActivationError):
        activation_codes.get_activation(code)
    new = activation_codes.issue_code(user, by=second)
    assert activation_codes.redeem_code(new, "тұнық-бұлақ-48") == user


def test_keys_for_other_systems_do_not_come_back_with_the_account(administrators):
    first, second = administrators
    officer = UserFactory(roles=[Role.MINISTRY_HR])
    _token, key = access_keys.create_access_key(
        by=officer,
        name="HR",
        scopes=[AccessScope.STAFF_READ],
        expires_on=timezone.localdate(),
    )
    close_account(officer, by=first, reason="Кетті")

    confirm(open_again(officer, by=first), by=second)

    assert access_keys.find_access_key(key) is None
    entry = Entry.objects.get(action="api.key_ended")
    assert entry.by == first


def test_only_what_is_closed_is_opened(administrators, user):
    first, second = administrators
    with pytest.raises(AccountError):
        open_again(user, by=first)
    waiting = close(user, by=first)
    close_account(user, by=first, reason="Кетті")

    with pytest.raises(AccountError):
        confirm(waiting, by=second)
    with pytest.raises(AccountError):
        open_again(user, by=second)  # the other waits still
    confirm(waiting, by=second, confirmed=False)

    assert open_again(user, by=second)


def test_whoever_proposed_a_change_takes_it_back(administrators):
    first, second = administrators
    change = propose(second, [], by=first)
    for by, reason in ((second, "Менікі"), (first, "  ")):
        with pytest.raises(AccountError):
            account_changes.withdraw_account_change(
                change, reason=reason, by=by, at=NOW
            )

    decision = account_changes.withdraw_account_change(
        change, reason="Қате", by=first, at=NOW
    )

    assert (decision.is_confirmed, decision.by) == (False, first)
    assert Role.ADMINISTRATOR in held(second)
    with pytest.raises(AccountError):
        account_changes.withdraw_account_change(change, reason="Қате", by=first, at=NOW)
    entry = Entry.objects.get(action="accounts.change_withdrawn")
    assert (entry.by, entry.subject_id, entry.reason) == (first, str(second.pk), "Қате")
    assert propose(second, [Role.SAFEGUARD_REVIEWER], by=first)


def test_closing_and_opening_are_in_the_trail(administrators):
    first, second = administrators
    user = UserFactory(roles=[Role.SAFEGUARD_REVIEWER])
    confirm(close(user, by=first), by=second)
    confirm(open_again(user, by=second), by=first)

    told = Entry.objects.filter(action__in=["accounts.closed", "accounts.opened"])

    assert list(told.order_by("pk").values_list("action", "by", "reason")) == [
        ("accounts.closed", second.pk, "Бұйрық № 9"),
        ("accounts.opened", first.pk, "Қате жабылған"),
    ]
