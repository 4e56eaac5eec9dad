"""Nobody keeps somebody from signing in on a device of theirs, or learns who they are."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "кең-дала-9"
OFFICE = "203.0.113.7"


def knock(client, login, password, *, at=OFFICE):
    return client.post(
        reverse("account_login"),
        {"login": login, "password": password},
        REMOTE_ADDR=at,
    )


def comes_in(client, login, *, at=OFFICE):
    """Sign in with the right password, and out again; return whether that was let."""
    knock(client, login, PASSWORD, at=at)
    signed_in = "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    return signed_in


def type_wrong(client, login, times, *, at=OFFICE):
    for _time in range(times):
        knock(client, login, "nonsense", at=at)


@pytest.fixture
def officer():
    return UserFactory(password=PASSWORD, email="officer@example.kz")


@pytest.fixture
def known(officer):
    """A device on which the officer has signed in before."""
    device = Client()
    assert comes_in(device, officer.staff_number)
    return device


def test_colleague_behind_the_same_address_keeps_nobody_from_their_own_device(
    officer, known
):
    type_wrong(Client(), officer.staff_number, 6)

    assert comes_in(known, officer.staff_number)
    assert comes_in(known, officer.email)
    assert not comes_in(Client(), officer.staff_number)


def test_many_wrong_passwords_of_an_address_keep_nobody_from_their_own_device(
    officer, known, settings
):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_address": "3/5m/ip"
    }
    type_wrong(Client(), "999999", 4)

    assert comes_in(known, officer.staff_number)
    assert not comes_in(Client(), officer.staff_number)


def test_flood_of_attempts_from_an_address_keeps_nobody_from_their_own_device(
    officer, known, settings
):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"sign_in": "3/h/ip"}
    type_wrong(Client(), "999999", 4)

    assert comes_in(known, officer.staff_number)
    assert not comes_in(Client(), officer.staff_number)


def test_wrong_passwords_from_anywhere_keep_nobody_from_their_own_device(
    officer, known
):
    for number in range(30):
        type_wrong(Client(), officer.staff_number, 1, at=f"198.51.100.{number}")

    assert comes_in(known, officer.staff_number, at="192.0.2.1")
    assert not comes_in(Client(), officer.staff_number, at="192.0.2.1")


def test_password_is_not_guessed_on_a_device_that_is_known_either(officer, known):
    type_wrong(known, officer.staff_number, 3, at="192.0.2.1")
    type_wrong(known, officer.email, 2, at="192.0.2.2")

    assert not comes_in(known, officer.staff_number, at="192.0.2.3")
    assert comes_in(Client(), officer.staff_number, at="192.0.2.3")


def test_devices_known_by_a_former_password_give_no_more_tries_at_the_new_one(
    officer, known
):
    type_wrong(Client(), officer.staff_number, 5)
    officer.set_password("тұнық-бұлақ-47")
    officer.save()

    knock(known, officer.staff_number, "тұнық-бұлақ-47")

    assert "_auth_user_id" not in known.session


def test_known_devices_together_give_no_tries_at_a_password_without_end(
    officer, settings
):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_devices": "7/5m/key"
    }
    devices = [Client(), Client()]
    assert all(comes_in(device, officer.staff_number) for device in devices)

    for number, device in enumerate(devices):
        type_wrong(device, officer.staff_number, 4, at=f"192.0.2.{number}")

    assert not comes_in(devices[1], officer.staff_number, at="192.0.2.9")
    assert comes_in(Client(), officer.staff_number, at="192.0.2.9")


@pytest.mark.parametrize(
    "made_of",
    [
        lambda device, mark: f"{'0' * 32}.{mark}",
        lambda device, mark: f"{device}.{'0' * 32}",
        lambda device, mark: f"{device}.{mark[:-1]}",
        lambda device, mark: f"{device}.{mark}.%00",
        lambda device, mark: device,
        lambda device, mark: f"{mark}.{device}",
        lambda device, mark: "",
    ],
    ids=[
        "mark of another device",
        "made up mark",
        "part of a mark",
        "nonsense after it",
        "no mark",
        "turned round",
        "empty",
    ],
)
def test_device_is_not_known_by_a_cookie_that_somebody_has_made(
    officer, known, settings, made_of
):
    cookie = known.cookies[settings.DEVICE_COOKIE_NAME].value
    stranger = Client()
    stranger.cookies[settings.DEVICE_COOKIE_NAME] = made_of(*cookie.split("."))
    type_wrong(Client(), officer.staff_number, 6)

    assert not comes_in(stranger, officer.staff_number)


def test_device_of_one_person_is_not_known_to_another(officer, known):
    other = UserFactory(password=PASSWORD)
    type_wrong(Client(), other.staff_number, 6)

    assert not comes_in(known, other.staff_number)


def test_device_of_a_classroom_is_known_to_the_latest_forty_who_took_turns(settings):
    room, people = Client(), [UserFactory(password=PASSWORD) for _one in range(41)]
    for one in people:
        assert comes_in(room, one.staff_number)

    for one in (people[0], people[1], people[-1]):
        type_wrong(Client(), one.staff_number, 6, at="192.0.2.1")
    seen = [
        comes_in(room, one.staff_number, at="192.0.2.1")
        for one in (people[0], people[1], people[-1])
    ]

    assert seen == [False, True, True]


def test_cookie_names_nobody_and_is_for_this_site_alone(officer, known, settings):
    cookie = known.cookies[settings.DEVICE_COOKIE_NAME]

    assert re.fullmatch(r"[0-9a-f]{32}\.[0-9a-f]{32}", cookie.value)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        True,
        "Lax",
        "/",
    )
    before = cookie.value
    assert comes_in(known, officer.email)
    assert known.cookies[settings.DEVICE_COOKIE_NAME].value == before
    settings.SESSION_COOKIE_SECURE = True
    assert comes_in(known, officer.staff_number)
    assert known.cookies[settings.DEVICE_COOKIE_NAME]["secure"]


def test_password_alone_makes_no_device_known_where_a_second_step_is_asked_for(
    settings,
):
    from allauth.mfa.totp.internal.auth import TOTP

    trainer, device = UserFactory(password=PASSWORD, roles=[Role.TRAINER]), Client()
    TOTP.activate(trainer, "JBSWY3DPEHPK3PXP")

    knock(device, trainer.staff_number, PASSWORD)

    assert settings.DEVICE_COOKIE_NAME not in device.cookies


def test_session_left_open_gives_no_more_tries_at_its_password(officer):
    type_wrong(Client(), officer.staff_number, 4)
    left = Client()
    left.force_login(officer)

    def change(old):
        new = {"password1": "тұнық-бұлақ-47", "password2": "тұнық-бұлақ-47"}
        left.post(
            reverse("account_change_password"),
            {"oldpassword": old, **new},
            REMOTE_ADDR=OFFICE,
        )
        officer.refresh_from_db()
        return not officer.check_password(PASSWORD)

    assert [change("nonsense"), change(PASSWORD)] == [False, False]
    assert not comes_in(Client(), officer.staff_number)


@pytest.fixture
def hashed(monkeypatch):
    """What passwords were hashed, in their order."""
    made, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: (
            made.append(password) or encode(self, password, salt)
        ),
    )
    return made


def heard(hashed, client, login, *, at):
    """Return what a wrong password is answered with, and the work it took."""
    hashed.clear()
    answer = knock(client, login, "nonsense", at=at)
    return answer.status_code, answer.context["form"].non_field_errors(), len(hashed)


@pytest.mark.parametrize(
    "addresses",
    [[OFFICE] * 8, [f"198.51.100.{number}" for number in range(35)]],
    ids=["from one address", "from many"],
)
@pytest.mark.parametrize("is_known", [False, True], ids=["strange", "known"])
def test_nobody_learns_whether_an_address_belongs_to_a_service_number(
    officer, known, hashed, addresses, is_known
):
    device = known if is_known else Client()
    told = {}
    for email, number in (
        (officer.email, officer.staff_number),
        ("nobody@example.kz", "999999"),
    ):
        guesses = [heard(hashed, device, email, at=at) for at in addresses]
        told[number] = [*guesses, heard(hashed, device, number, at="192.0.2.1")]
        told[number].append(heard(hashed, device, number, at=addresses[0]))

    assert told[officer.staff_number] == told["999999"]
    assert {work for _status, _said, work in told["999999"]} == {1}
