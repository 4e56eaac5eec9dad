"""Who may go on: sessions that end when idle, and roles that need a second factor."""

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

#: Where a code is given or an authenticator set up, and the way out.
_DOORS = {
    "mfa_activate_totp",
    "mfa_reauthenticate",
    "account_logout",
    "account_reauthenticate",
}


#: As much as any form has that is not sent with a file.
_LARGEST_FORM = 1024 * 1024
#: Where others send more without a session: other systems, files to be verified.
_OPEN_TO_BODIES = re.compile(r"/(xapi|api/v1)/|/[a-z]{2}/verify/\Z")


class AnonymousBodyMiddleware:
    """Refuse a large body of somebody who is not signed in, before anybody reads it.

    The check of the form's token reads it whole, onto the disk. Pages for people who are
    signed in have led others to the sign-in before. A body that does not say its length
    counts as large.
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

    Where it was left is noted, so that the same person goes on there, and nobody else.
    Only a page ends it. What scripts fetch is answered as to nobody: several fetch at once,
    and of two requests that end a session the later answer takes back the note of the first.
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
    """Keep the language of the page with the account of whoever reads it."""

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        user = request.user
        previewed = getattr(request, "is_dummy", False)  # the studio shows it to itself
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
    """Let a role that needs a second factor do nothing before this session has passed it.

    Who has no authenticator is sent to setting one up, who has one to giving a code.
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
    """Tell whether ``user`` has to pass the second step first; a role may come meanwhile."""
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
