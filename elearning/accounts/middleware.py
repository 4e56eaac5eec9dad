"""Middleware for idle sessions, large anonymous bodies, language and second factor."""

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from elearning.accounts import idle_timeout, second_factor
from elearning.accounts.models import User
from elearning.languages import get_current_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

#: Pages to give a code, set up an authenticator, or sign out.
_DOORS = {
    "mfa_activate_totp",
    "mfa_reauthenticate",
    "account_logout",
    "account_reauthenticate",
}


#: The maximum size of a form without files.
_LARGEST_FORM = 1024 * 1024
#: Paths that accept larger bodies without a session: other systems, files to verify.
_OPEN_TO_BODIES = re.compile(r"/(xapi|api/v1)/|/[a-z]{2}/verify/\Z")


class AnonymousBodyMiddleware:
    """Refuse a large body from an anonymous client before it is read.

    The CSRF check reads the whole body onto disk. Pages for signed-in users have
    redirected anonymous clients before. A body of unknown length counts as large.
    """

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        return self.get_response(request)

    def process_view(
        self, request: "HttpRequest", *called: object
    ) -> "HttpResponse | None":
        if request.user.is_authenticated or not _has_large_body(request):
            return None
        return render(request, "413.html", status=413)


def _has_large_body(request: "HttpRequest") -> bool:
    if _OPEN_TO_BODIES.match(request.path_info):
        return False
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        return "HTTP_TRANSFER_ENCODING" in request.META
    return int(length) > _LARGEST_FORM


class IdleSessionMiddleware:
    """End a session that was idle for longer than ``IDLE_LIFETIME``.

    Its page is noted, so that the same user can return there. Only page requests end a
    session. Requests of scripts are answered as anonymous: if several ended the session
    at once, the last response would overwrite the note of the first.
    """

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        if request.user.is_authenticated:
            if idle_timeout.count_seconds_left(request.session) >= 0:
                idle_timeout.record_request_activity(request)
            elif not idle_timeout.is_page_request(request):
                request.user = AnonymousUser()
            else:
                person = request.user.pk
                logout(request)
                idle_timeout.record_ended_session(
                    request.session, person, idle_timeout.find_page_address(request)
                )
                messages.info(request, _("Session ended. Please sign in again."))
        return self.get_response(request)


class AccountLanguageMiddleware:
    """Store the language of the page in the account of its reader."""

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        user = request.user
        previewed = getattr(request, "is_dummy", False)  # a preview within the studio
        on_a_page = (
            request.path.startswith(f"/{get_current_language()}/") and not previewed
        )
        if (
            user.is_authenticated
            and on_a_page
            and user.language != get_current_language()
        ):
            User.objects.filter(pk=user.pk).update(language=get_current_language())
            user.language = get_current_language()
        return self.get_response(request)


class SecondFactorMiddleware:
    """Restrict roles with a second factor until the session has passed it.

    Users without an authenticator are redirected to its setup, others to the code page.
    """

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        user = request.user
        if not user.is_authenticated or not _is_missing(request, user):
            return self.get_response(request)
        if not second_factor.has_authenticator(user):
            return redirect("mfa_activate_totp")
        after = urlencode({"next": idle_timeout.find_page_address(request)})
        return redirect(f"{reverse('mfa_reauthenticate')}?{after}")


def _is_missing(request: "HttpRequest", user: User) -> bool:
    """Tell whether ``user`` has yet to pass the second factor; a role may have been added."""
    if (
        second_factor.is_session_verified(request.session, user)
        or not user.needs_second_factor
    ):
        return False
    return not _is_a_door(request)


def _is_a_door(request: "HttpRequest") -> bool:
    if request.path.startswith((settings.STATIC_URL, "/health/")):
        return True
    name = resolve(request.path_info).url_name or ""
    return name in _DOORS
