"""The second step of signing in: which session passed it, and how its secrets are stored."""

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from elearning.accounts.models import User

_PASSED = "second_factor"


def remember(session: "SessionBase", user: "User") -> None:
    """Note that ``user`` has just given a code of theirs in ``session``."""
    session[_PASSED] = str(user.pk)


def is_passed(session: "SessionBase", user: "User") -> bool:
    """Tell whether ``user`` has given a code in ``session``, not merely has an authenticator.

    A session that was opened by the password alone, before there was an authenticator, is
    asked for a code like any other (ASVS 7.5.3).
    """
    return bool(session.get(_PASSED) == str(user.pk))


def is_set_up(user: "User") -> bool:
    """Tell whether ``user`` has an authenticator."""
    kind = Authenticator.Type.TOTP
    return bool(Authenticator.objects.filter(user_id=user.pk, type=kind).exists())


def encrypt(text: str) -> str:
    """Return a secret of an authenticator as it is stored."""
    return _cipher(settings.SECOND_FACTOR_KEY).encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """Return a secret as its authenticator knows it.

    Raises ``cryptography.fernet.InvalidToken`` where another key has encrypted it.
    """
    return _cipher(settings.SECOND_FACTOR_KEY).decrypt(stored).decode()


@cache
def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
