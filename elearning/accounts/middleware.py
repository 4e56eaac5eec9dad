"""Who may go on: sessions that end when idle, and roles that need a second factor."""

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext as _

from elearning.accounts import idle
from elearning.accounts.models import User
from elearning.languages import current

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_SECOND_FACTOR = "second_factor"


class IdleMiddleware:
    """End a session that was idle for longer than ``IDLE_LIFETIME``.

    Where it was left is noted, so that the same person goes on there, and nobody else.
    """

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        if request.user.is_authenticated:
            if idle.seconds_left(request.session) < 0:
                person = request.user.pk
                logout(request)
                idle.leave(request.session, person, idle.page_of(request))
                messages.info(request, _("Session ended. Please sign in again."))
            else:
                idle.note(request)
        return self.get_response(request)


class LanguageKeepingMiddleware:
    """Keep the language of the page with the account of whoever reads it."""

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        user = request.user
        previewed = getattr(request, "is_dummy", False)  # the studio shows it to itself
        on_a_page = request.path.startswith(f"/{current()}/") and not previewed
        if user.is_authenticated and on_a_page and user.language != current():
            User.objects.filter(pk=user.pk).update(language=current())
            user.language = current()
        return self.get_response(request)


class SecondFactorMiddleware:
    """Send a role that needs a second factor to setting it up, before anything else."""

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        if self._must_set_up(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_set_up(self, request: "HttpRequest") -> bool:
        user = request.user
        if not user.is_authenticated or request.session.get(_SECOND_FACTOR):
            return False
        if not user.needs_second_factor:
            return False  # asked again at the next page: a role may be given meanwhile
        if not _has_totp(user):
            return not _is_a_door(request)
        request.session[_SECOND_FACTOR] = True
        return False


def _has_totp(user: User) -> bool:
    kind = Authenticator.Type.TOTP
    return bool(Authenticator.objects.filter(user_id=user.pk, type=kind).exists())


def _is_a_door(request: "HttpRequest") -> bool:
    if request.path.startswith((settings.STATIC_URL, "/health/")):
        return True
    name = resolve(request.path_info).url_name or ""
    return name in {"mfa_activate_totp", "account_logout", "account_reauthenticate"}
