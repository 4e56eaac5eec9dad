"""Verification of the second factor by session, and encryption of its secrets."""

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from elearning.accounts.models import User

_PASSED = "second_factor"
#: The time step of the last code used, in the authenticator’s data.
_LAST_STEP = "last_step"


def record_verified_session(session: "SessionBase", user: "User") -> None:
    """Record that ``user`` has just given a code in ``session``."""
    session[_PASSED] = str(user.pk)


def is_session_verified(session: "SessionBase", user: "User") -> bool:
    """Tell whether ``user`` has given a code in ``session``.

    Having an authenticator is not enough: a session opened by the password alone,
    before there was one, needs a code too (ASVS 7.5.3).
    """
    return bool(session.get(_PASSED) == str(user.pk))


def has_authenticator(user: "User") -> bool:
    """Tell whether ``user`` has an authenticator."""
    kind = Authenticator.Type.TOTP
    return bool(Authenticator.objects.filter(user_id=user.pk, type=kind).exists())


def consume_code(authenticator: Authenticator, code: str) -> bool:
    """Tell whether ``code`` is newer than any used before, and record it as used.

    allauth forgets a used code after 30 seconds, but accepts a code for one step more
    on either side (RFC 6238 §5.2: no code is accepted twice).
    """
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret = decrypt_secret(row.data["secret"])
        steps = [
            step
            for step in yield_hotp_counters_from_time()
            if compare_user_code(
                actual=code, expected=format_hotp_value(hotp_value(secret, step))
            )
        ]
        is_new = bool(steps) and max(steps) > row.data.get(_LAST_STEP, 0)
        if is_new:
            row.data[_LAST_STEP] = max(steps)
            row.save(update_fields=["data"])
    return is_new


def encrypt_secret(text: str) -> str:
    """Return a secret of an authenticator in encrypted form."""
    return _cipher(settings.SECOND_FACTOR_KEY).encrypt(text.encode()).decode()


def decrypt_secret(stored: str) -> str:
    """Return a decrypted secret.

    Raises ``cryptography.fernet.InvalidToken`` if it was encrypted with another key.
    """
    return _cipher(settings.SECOND_FACTOR_KEY).decrypt(stored).decode()


@cache
def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
