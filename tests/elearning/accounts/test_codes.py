"""A code of an authenticator opens one session, once."""

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elearning.accounts import second_factor
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.racing import race

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
SECRET, PASSWORD = "JBSWY3DPEHPK3PXP", "кең-дала-9"
STEP = timedelta(seconds=30)


def code_of(moment):
    return format_hotp_value(hotp_value(SECRET, int(moment.timestamp()) // 30))


@pytest.fixture
def moment():
    """The beginning of a step, as the phone and the platform see it."""
    now = timezone.now()
    return now - timedelta(seconds=now.timestamp() % 30)


@pytest.fixture
def trainer():
    user = UserFactory(password=PASSWORD, roles=[Role.TRAINER])
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def comes_in(user, code, at, client=None):
    """Sign in with password and ``code`` at that moment; return whether that was let.

    ``client`` is the device, a strange one unless told otherwise.
    """
    client = client or Client()
    with time_machine.travel(at, tick=False):
        client.post(reverse("account_logout"))
        client.post(
            reverse("account_login"), {"login": user.staff_number, "password": PASSWORD}
        )
        client.post(reverse("mfa_authenticate"), {"code": code})
        return "_auth_user_id" in client.session


@pytest.mark.parametrize("later", [timedelta(0), STEP, timedelta(seconds=59)])
def test_code_that_somebody_saw_signs_nobody_in_again_while_it_lasts(
    trainer, moment, later
):
    code = code_of(moment + STEP)  # of a phone that is a step ahead

    assert comes_in(trainer, code, moment)
    assert not comes_in(trainer, code, moment + later)


def test_older_code_is_not_taken_after_a_newer_one(trainer, moment):
    assert comes_in(trainer, code_of(moment), moment)
    assert not comes_in(trainer, code_of(moment - STEP), moment)
    assert comes_in(trainer, code_of(moment + STEP), moment)


def test_code_of_the_sign_in_is_not_taken_in_the_session_and_the_reverse(
    trainer, moment
):
    code, client = code_of(moment), Client()
    assert comes_in(trainer, code, moment)
    client.force_login(trainer)

    def is_passed(code, at):
        with time_machine.travel(at, tick=False):
            client.post(reverse("mfa_reauthenticate"), {"code": code})
        return second_factor.is_session_verified(client.session, trainer)

    assert not is_passed(code, moment + STEP)
    assert is_passed(code_of(moment + STEP), moment + STEP)
    assert not comes_in(trainer, code_of(moment + STEP), moment + 2 * STEP)


def test_code_by_which_an_authenticator_was_set_up_signs_nobody_in(
    moment, client, django_capture_on_commit_callbacks
):
    user = UserFactory(password=PASSWORD, roles=[Role.TRAINER])
    with time_machine.travel(moment, tick=False):
        client.post(
            reverse("account_login"), {"login": user.staff_number, "password": PASSWORD}
        )
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session["mfa.totp.secret"] = SECRET
        session.save()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("mfa_activate_totp"), {"code": code_of(moment)})
    assert second_factor.has_authenticator(user)

    assert not comes_in(user, code_of(moment), moment + STEP)
    assert comes_in(user, code_of(moment + STEP), moment + STEP)


def test_code_that_was_given_before_is_counted_as_a_wrong_one(trainer, moment):
    code, later = code_of(moment), moment + timedelta(seconds=31)
    assert comes_in(trainer, code, moment)

    given = [comes_in(trainer, one, later) for one in [*["000000"] * 4, code]]

    assert not any(given)
    assert not comes_in(trainer, code_of(later), later)
    anew = later + timedelta(minutes=6)
    assert comes_in(trainer, code_of(anew), anew)


def test_wrong_codes_of_others_keep_nobody_from_a_device_of_theirs(trainer, moment):
    device, later = Client(), moment + STEP
    assert comes_in(trainer, code_of(moment), moment, device)

    assert not any(comes_in(trainer, "000000", later) for _time in range(5))

    assert not comes_in(trainer, code_of(later), later)
    assert comes_in(trainer, code_of(later), later, device)


def test_codes_are_not_guessed_on_a_device_that_is_known_either(trainer, moment):
    device, later = Client(), moment + STEP
    assert comes_in(trainer, code_of(moment), moment, device)

    assert not any(comes_in(trainer, "000000", later, device) for _time in range(5))

    assert not comes_in(trainer, code_of(later), later, device)
    assert comes_in(trainer, code_of(later), later)


def test_devices_known_by_a_password_alone_give_no_more_tries_at_a_code(moment):
    user, devices = UserFactory(password=PASSWORD), [Client(), Client()]
    assert all(comes_in(user, "", moment, device) for device in devices)
    user.groups.add(Group.objects.get(name=Role.TRAINER))
    TOTP.activate(user, SECRET)

    assert not any(comes_in(user, "000000", moment, devices[0]) for _time in range(5))

    assert not comes_in(user, code_of(moment), moment, devices[1])


def test_devices_known_by_another_authenticator_give_no_more_tries_at_a_code(
    trainer, moment
):
    device, later = Client(), moment + STEP
    assert comes_in(trainer, code_of(moment), moment, device)
    trainer.authenticator_set.all().delete()
    TOTP.activate(trainer, SECRET)

    assert not any(comes_in(trainer, "000000", later) for _time in range(5))

    assert not comes_in(trainer, code_of(later), later, device)


def test_known_devices_together_give_no_tries_at_a_code_without_end(
    trainer, moment, settings
):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_devices": "7/5m/key"
    }
    devices = [Client(), Client()]
    for number, device in enumerate(devices):
        at = moment + number * STEP
        assert comes_in(trainer, code_of(at), at, device)
    later = moment + 2 * STEP

    for device in devices:
        assert not any(comes_in(trainer, "000000", later, device) for _time in range(4))

    assert not comes_in(trainer, code_of(later), later, devices[1])
    assert comes_in(trainer, code_of(later), later)


def test_no_wrong_code_goes_untold(trainer, moment):
    comes_in(trainer, "000000", moment)
    comes_in(trainer, code_of(moment), moment)

    told = Entry.objects.get(action="accounts.code_refused")
    assert (told.by, told.subject_id) == (None, str(trainer.pk))


def test_codes_on_paper_are_each_taken_once_as_well(trainer, moment):
    codes = RecoveryCodes(trainer.authenticator_set.get(type="recovery_codes"))
    first, second, *_others = codes.generate_codes()

    seen = [comes_in(trainer, code, moment) for code in (first, first, second)]

    assert seen == [True, False, True]


@pytest.mark.django_db(transaction=True)
def test_of_several_who_give_one_code_at_once_one_comes_in(moment):
    user = UserFactory(password=PASSWORD, roles=[Role.TRAINER])
    authenticator = TOTP.activate(user, SECRET).instance
    code = code_of(timezone.now())

    taken = race(lambda _number: second_factor.consume_code(authenticator, code))

    assert sorted(taken)[-2:] == [False, True]
    assert User.objects.get(pk=user.pk).authenticator_set.get().data["last_step"] > 0
