"""Receivers that record sign-in, sign-out and second-factor changes."""

from typing import Any

from allauth.mfa import signals as authenticators
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as doors
from django.dispatch import receiver
from django.http import HttpRequest

from elearning.accounts import second_factor
from elearning.accounts.activation_codes import withdraw_codes
from elearning.accounts.models import User
from elearning.audit import audit_log


@receiver(doors.user_logged_in)
def _signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    audit_log.record_action("accounts.signed_in", by=user, on=user)


@receiver(doors.user_logged_out)
def _signed_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        audit_log.record_action("accounts.signed_out", by=user, on=user)


@receiver(doors.user_login_failed)
def _failed(sender: Any, **kwargs: Any) -> None:
    audit_log.record_action("accounts.sign_in_failed", by=None)


@receiver(authenticators.authenticator_used)
def _code_given(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    second_factor.record_verified_session(request.session, user)


@receiver(authenticators.authenticator_added)
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


@receiver(authenticators.authenticator_removed)
def _factor_removed(sender: Any, user: User, **kwargs: Any) -> None:
    audit_log.record_action("accounts.second_factor_removed", by=user, on=user)
