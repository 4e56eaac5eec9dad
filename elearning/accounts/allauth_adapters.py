"""Adapters of allauth: no open sign-up, and one answer to every wrong password."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from elearning.accounts import idle_timeout, known_devices, second_factor
from elearning.accounts.client_addresses import read_client_address
from elearning.accounts.sign_in_attempts import SignInAttempt

_WRONG = _(
    "Incorrect username or password. If both are right, try again in "
    "five minutes: after many wrong passwords, an account accepts no "
    "password for a while."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are created by the office, never by visitors."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _WRONG,
        "email_password_mismatch": _WRONG,
        "too_many_login_attempts": _(
            "There were too many attempts. Wait five minutes and try again; "
            "your account is not locked."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the user’s home page in the language of their account."""
        with translation.override(request.user.language):  # type: ignore[union-attr]
            return reverse(settings.LOGIN_REDIRECT_URL)

    def post_login(
        self, request: HttpRequest, user: Any, *, redirect_url: str | None, **facts: Any
    ) -> Any:
        """Redirect to the page where the same user’s session ended.

        The device is remembered for the user.
        """
        place = idle_timeout.pop_return_address(request.session, user.pk)
        if place is not None:
            redirect_url = place or self.get_login_redirect_url(request)
        answer = super().post_login(request, user, redirect_url=redirect_url, **facts)
        known_devices.remember_device(request, answer, user)
        return answer

    def get_client_ip(self, request: HttpRequest) -> str:
        return read_client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Skip allauth’s own counting; see ``authenticate``."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the user with this name and password, unless there were too many attempts.

        A password that is not considered is still hashed, so that the answer takes as
        long.
        """
        login = credentials.get("username") or credentials.get("email") or ""
        attempt = SignInAttempt(request, login)
        if attempt.is_refused:
            raise self.validation_error("too_many_login_attempts")
        asked = credentials | {"username": login if attempt.counts else ""}
        asked.pop("email", None)
        user = super().authenticate(request, **asked)
        if user is not None:
            attempt.succeed()
            return user
        attempt.fail()
        if attempt.must_wait:
            raise self.validation_error("too_many_login_attempts")
        return None


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A second factor that names only the service number, with encrypted secrets."""

    def encrypt(self, text: str) -> str:
        return second_factor.encrypt_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factor.decrypt_secret(encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        return str(user.staff_number)

    def get_totp_issuer(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep the authenticator of a role that requires one."""
        return not authenticator.user.needs_second_factor
