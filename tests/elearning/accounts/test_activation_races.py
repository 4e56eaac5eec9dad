"""A code opens nothing that its owner got after it was issued, also at one moment."""

import time
from contextlib import suppress
from threading import Event

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import transaction
from django.utils import timezone

from elearning.accounts import activation_codes
from elearning.accounts.errors import ActivationError
from elearning.accounts.models import Activation
from elearning.accounts.roles import Role
from elearning.staff.remit_grants import grant_remit
from tests.factories.accounts import UserFactory
from tests.factories.staff import EstablishmentFactory
from tests.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_vendor]
#: So long one of two waits for what the other does, in seconds, where a lock keeps it.
_WHILE = 1


class SlowHasher(MD5PasswordHasher):
    """Hashes as slowly as the one of an installation."""

    asked, answers = Event(), Event()

    def encode(self, password, salt):
        self.asked.set()
        self.answers.wait(_WHILE)
        return super().encode(password, salt)


@pytest.fixture
def slow_hasher(settings):
    SlowHasher.asked.clear()
    SlowHasher.answers.clear()
    settings.PASSWORD_HASHERS = [f"{__name__}.{SlowHasher.__name__}"]
    return SlowHasher


def test_role_waits_for_no_password_and_leaves_its_code_without_use(slow_hasher):
    user = UserFactory()
    code = activation_codes.issue_code(user, by=None)

    def act(number):
        if number == 0:
            with suppress(ActivationError):
                return activation_codes.redeem_code(code, "тұнық-бұлақ-47")
            return None
        slow_hasher.asked.wait(_WHILE)
        remit = grant_remit(
            user,
            Role.TRAINER,
            EstablishmentFactory(),
            starts_on=timezone.localdate(),
            by=None,
        )
        slow_hasher.answers.set()
        return remit

    opened, remit = race(act, threads=2)

    user.refresh_from_db()
    assert (opened, user.password) == (None, "")
    assert remit.user == user


def test_code_that_is_being_issued_is_withdrawn_with_the_others():
    user, is_issued = UserFactory(), Event()

    def act(number):
        if number == 0:
            is_issued.wait(_WHILE)
            return activation_codes.withdraw_codes(user)
        with transaction.atomic():
            activation_codes.issue_code(user, by=None)
            is_issued.set()
            return time.sleep(_WHILE)

    race(act, threads=2)

    assert not Activation.objects.usable(timezone.now())
