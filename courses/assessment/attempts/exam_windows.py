"""The window and device in which an exam is written.

One window holds an attempt. Its name stands in three places that must agree: on the
attempt, in the session (which device) and in the address of the page as ``w`` (which
tab). An address that was typed, copied or opened from outside the platform counts as
another window, even if the name is right. Continuing elsewhere is offered and never
happens silently.
"""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from courses.assessment.models import Attempt, AttemptEvent


def remember_window(request: HttpRequest, attempt: Attempt) -> None:
    """Record in the session that this device holds ``attempt``."""
    request.session[_name(attempt.key)] = attempt.hold


def is_known_device(request: HttpRequest, attempt: Attempt) -> bool:
    """Return whether ``attempt`` is written on this device, in the same session.

    Once the attempt has moved to another device, this one is treated like any other.
    """
    name = request.session.get(_name(attempt.key))
    if name is None or name == attempt.hold:
        return name is not None
    return not attempt.events.filter(kind=AttemptEvent.Kind.DEVICE).exists()


def is_current_window(request: HttpRequest, attempt: Attempt) -> bool:
    """Return whether the request comes from the window that holds ``attempt``."""
    return read_window_token(request, attempt.key) == attempt.hold


def read_window_token(request: HttpRequest, key: UUID) -> str:
    """Return the name of the window requesting ``key``, or an empty string."""
    named = request.GET.get("w", "")
    is_from_outside = request.headers.get("Sec-Fetch-Site") == "none"
    is_this_device = request.session.get(_name(key)) == named
    return named if is_this_device and not is_from_outside else ""


def build_attempt_url(name: str, attempt: Attempt, position: int | None = None) -> str:
    """Return the address of page ``name`` for the window that holds ``attempt``."""
    query = {"q": position} if position else {}
    path = reverse(f"assessment:{name}", args=[attempt.key])
    return f"{path}?{urlencode(query | {'w': attempt.hold})}"


def _name(key: UUID) -> str:
    return f"exam:{key}"
