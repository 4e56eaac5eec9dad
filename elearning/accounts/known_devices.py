"""The cookie by which a device is known again to whoever has signed in on it.

Wrong passwords that others type, behind the same address or anywhere, are not held against
a device that is known (OWASP, “Device Cookies”). The cookie holds a random id of the device
and a mark for each account: an HMAC over id and account, from which nobody is told. It opens
nothing.
"""

import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from elearning.accounts.models import User

#: For how many accounts one device is known: the latest ones, of a classroom by turns.
_ACCOUNTS = 40
_AGE = timedelta(days=365)
_SHAPE = re.compile(r"(?P<device>[0-9a-f]{32})(?P<marks>(\.[0-9a-f]{32})*)")


def find_device_mark(request: HttpRequest, user: int) -> str | None:
    """Return the mark of the account ``user`` on this device; ``None`` for a strange one."""
    device, marks = _read(request)
    mark = _mark(device, user)
    known = [constant_time_compare(one, mark) for one in marks]
    return mark if any(known) else None


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Have ``response`` tell the device that ``user`` has signed in on it."""
    device, marks = _read(request)
    device = device or secrets.token_hex(16)
    mark = _mark(device, user.pk)
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
    """Return the id of the device and its marks; empty where there is no such cookie."""
    found = _SHAPE.fullmatch(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))
    if found is None:
        return "", []
    return found["device"], found["marks"].split(".")[1 : _ACCOUNTS + 1]


def _mark(device: str, user: int) -> str:
    made = salted_hmac(__name__, f"{device} {user}", algorithm="sha256")
    return made.hexdigest()[:32]
