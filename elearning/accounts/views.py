"""Views of activation, reading settings and sessions."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import logout
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from elearning.accounts import activation_codes, idle_timeout, rate_limits
from elearning.accounts.errors import ActivationError
from elearning.accounts.forms import (
    ActivationCodeForm,
    ActivationPasswordForm,
    ReadingSettingsForm,
)
from elearning.accounts.open_sessions import end_sessions, list_open_sessions
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.interface import email_messages


def _by_letter(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Replace ``view`` by a page on who issues codes, if no e-mail is sent."""

    @login_not_required
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not email_messages.can_send_email():
            return render(request, "account/password_reset_by_letter.html")
        return view(request, *args, **kwargs)

    return inner


password_reset = _by_letter(allauth_views.password_reset)
password_reset_done = _by_letter(allauth_views.password_reset_done)


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def activate_account(request: HttpRequest) -> HttpResponse:
    """Take a code, then a password for it, and sign its user in."""
    if request.method != "POST":
        return _ask_code(request, ActivationCodeForm())
    if not rate_limits.consume_attempt(request, "activate"):
        refused: HttpResponse = ratelimit.respond_429(request)
        return refused
    if "password" in request.POST:
        return _set_password(request)
    form = ActivationCodeForm(request.POST)
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            activation_codes.get_activation(code)
        except ActivationError as error:
            form.add_error("code", str(error))
        else:
            return _ask_password(
                request, ActivationPasswordForm(initial={"code": code})
            )
    return _ask_code(request, form)


def _set_password(request: HttpRequest) -> HttpResponse:
    form = ActivationPasswordForm(request.POST)
    if not form.is_valid():
        return _ask_password(request, form)
    try:
        user = activation_codes.redeem_code(
            form.cleaned_data["code"], form.cleaned_data["password"]
        )
    except ValidationError as error:
        form.add_error("password", error)
        return _ask_password(request, form)
    except ActivationError as error:
        again = ActivationCodeForm(request.POST)
        again.add_error("code", str(error))
        return _ask_code(request, again)
    answer: HttpResponse = perform_login(request, user)
    return answer


def _ask_code(request: HttpRequest, form: ActivationCodeForm) -> HttpResponse:
    return render(
        request, "accounts/activate.html", {"form": form}, status=_status(form)
    )


def _ask_password(request: HttpRequest, form: ActivationPasswordForm) -> HttpResponse:
    return render(
        request, "accounts/set_password.html", {"form": form}, status=_status(form)
    )


def _status(form: ActivationCodeForm) -> int:
    return 422 if form.is_bound and form.errors else 200


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_session(request: HttpRequest) -> HttpResponse:
    """End the session and have the browser clear its data.

    With ``sealed`` in the form, the device has cleared this person’s data itself, and
    keeps unsent data of somebody else that only its owner can decrypt.
    """
    answer: HttpResponse = logout(request)
    if request.method == "POST":
        kept = "sealed" in request.POST
        answer.headers["Clear-Site-Data"] = '"cache"' if kept else '"cache", "storage"'
    return answer


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_session_time(request: HttpRequest) -> JsonResponse:
    """Return how many seconds the session has left; 0 without one.

    The request itself does not extend it. A POST reports activity: ``idle`` is how many
    seconds ago the user was last active. ``whose`` is the user mark of the page: if
    somebody else has signed in since, the answer is 0.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"left": 0})
    if request.GET.get("whose", mine := request.user.page_mark) != mine:
        return JsonResponse({"left": 0})
    if request.method == "POST":
        seconds = request.POST.get("idle", "0")
        idle_timeout.record_activity(
            request.session, int(seconds[:6]) if seconds.isdecimal() else 0
        )
    return JsonResponse({"left": idle_timeout.count_seconds_left(request.session)})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_reading_settings(request: SignedInRequest) -> HttpResponse:
    """Edit the user’s reading settings, which are kept with the account for every device.

    ``next`` is the page to return to; other sites are ignored.
    """
    sent = request.method == "POST"
    form = ReadingSettingsForm(request.POST if sent else None, instance=request.user)
    back = get_next_redirect_url(request) or ""
    if back.startswith(request.path):
        back = ""
    if sent and form.is_valid():
        form.save(commit=False).save(update_fields=form.fields)
        messages.success(
            request, _("Your reading settings have been saved to your account.")
        )
        return redirect(back or "reading")
    context = {"form": form, "back": back}
    status = 422 if form.errors else 200
    return render(request, "accounts/reading.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def manage_open_sessions(request: SignedInRequest) -> HttpResponse:
    """List the open sessions; end one of the others, or all of them."""
    found = list_open_sessions(request.user, request.session.session_key)
    others = [one.pk for one in found if not one.is_current]
    if request.method == "POST":
        asked = request.POST.get("session")
        keys = [key for key in others if asked is None or str(key) == asked]
        number = end_sessions(request.user, keys, by=request.user)
        said = ngettext("%(n)s session ended.", "%(n)s sessions ended.", number)
        messages.success(request, said % {"n": number})
        return redirect("sessions")
    context = {"sessions": found, "others": others}
    return render(request, "accounts/sessions.html", context)
