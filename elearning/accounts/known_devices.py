"""The cookie that identifies a device on which a user has signed in.

Wrong passwords typed elsewhere do not count against a known device (OWASP, “Device
Cookies”). The cookie holds a random device id and a mark for each account: an HMAC over
the id, the account and its credentials, which does not reveal the account. It grants no
access. A new password or authenticator makes every device unknown, so old credentials
are of no use.
"""

import re
import secrets
from datetime import timedelta
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from elearning.accounts.models import User

#: The maximum number of accounts per device, the latest ones, as in a classroom.
_ACCOUNTS = 40
_AGE = timedelta(days=365)
_SHAPE = re.compile(r"(?P<device>[0-9a-f]{32})(?P<marks>(\.[0-9a-f]{32})*)")


class Credentials(NamedTuple):
    """An account, its password hash, and its authenticator, if any."""

    user: int
    password: str
    authenticator: int | None


def list_credentials(accounts: QuerySet[User]) -> list[Credentials]:
    """Return the credentials of each of ``accounts``; one query, also if there are none."""
    of_phone = Q(authenticator__type=Authenticator.Type.TOTP)
    rows = accounts.annotate(phone=Max("authenticator__pk", filter=of_phone))
    return [Credentials(*row) for row in rows.values_list("pk", "password", "phone")]


def find_device_mark(request: HttpRequest, credentials: Credentials) -> str | None:
    """Return the mark of an account on this device; ``None`` if the device is unknown."""
    device, marks = _read(request)
    mark = _mark(device, credentials)
    known = [constant_time_compare(one, mark) for one in marks]
    return mark if any(known) else None


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Set the cookie on ``response`` after ``user`` has signed in."""
    device, marks = _read(request)
    device = device or secrets.token_hex(16)
    (credentials,) = list_credentials(User.objects.filter(pk=user.pk))
    mark = _mark(device, credentials)
    others = [one for one in marks if one != mark]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        ".".join([device, mark, *others[: _ACCOUNTS - 1]]),
        max_age=_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """Return the device id and its marks; empty without a cookie."""
    found = _SHAPE.fullmatch(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))
    if found is None:
        return "", []
    return found["device"], found["marks"].split(".")[1 : _ACCOUNTS + 1]


def _mark(device: str, credentials: Credentials) -> str:
    told = " ".join(map(str, (device, *credentials)))
    made = salted_hmac(__name__, told, algorithm="sha256")
    return made.hexdigest()[:32]
