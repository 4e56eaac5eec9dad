"""Receivers that record sign-in, sign-out and second-factor changes."""

from typing import Any

from allauth.mfa import signals as authenticators
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as doors
from django.http import HttpRequest

from elearning.accounts import second_factor
from elearning.accounts.activation_codes import withdraw_codes
from elearning.accounts.models import User
from elearning.audit import audit_log


def connect_account_receivers() -> None:
    """Connect the receivers of sign-in, sign-out and changes of the second factor."""
    doors.user_logged_in.connect(_signed_in)
    doors.user_logged_out.connect(_signed_out)
    doors.user_login_failed.connect(_failed)
    authenticators.authenticator_added.connect(_factor_added)
    authenticators.authenticator_removed.connect(_factor_removed)
    authenticators.authenticator_used.connect(_code_given)


def _signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    audit_log.record_action("accounts.signed_in", by=user, on=user)


def _signed_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        audit_log.record_action("accounts.signed_out", by=user, on=user)


def _failed(sender: Any, **kwargs: Any) -> None:
    audit_log.record_action("accounts.sign_in_failed", by=None)


def _code_given(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    second_factor.record_verified_session(request.session, user)


def _factor_added(
    sender: Any,
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **kwargs: Any,
) -> None:
    second_factor.record_verified_session(
        request.session, user
    )  # the setup requires a code
    withdraw_codes(user)
    if authenticator.type == Authenticator.Type.TOTP:
        second_factor.consume_code(authenticator, request.POST.get("code", ""))
    audit_log.record_action("accounts.second_factor_added", by=user, on=user)


def _factor_removed(sender: Any, user: User, **kwargs: Any) -> None:
    audit_log.record_action("accounts.second_factor_removed", by=user, on=user)
