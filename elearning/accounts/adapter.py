"""How allauth behaves here: no open sign-up, one answer to every wrong password."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from elearning.accounts import idle, limits, second_factor
from elearning.accounts.addresses import client_address, client_network
from elearning.accounts.models import User

#: Limits of wrong passwords beside ``login_failed``, in ``ACCOUNT_RATE_LIMITS``.
_FAILURES = ("login_failed_account", "login_failed_address")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are created by the office, never by a visitor."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Incorrect username or password"),
        "email_password_mismatch": _("Incorrect username or password"),
        "too_many_login_attempts": _(
            "There were too many attempts. Wait five minutes and try again; "
            "your account is not locked."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send people to their home page, in the language of their account."""
        with translation.override(request.user.language):  # type: ignore[union-attr]
            return reverse(settings.LOGIN_REDIRECT_URL)

    def post_login(
        self, request: HttpRequest, user: Any, *, redirect_url: str | None, **facts: Any
    ) -> Any:
        """Lead back to where a session ended, but only whoever left it there."""
        place = idle.place_of(request.session, user.pk)
        if place is not None:
            redirect_url = place or self.get_login_redirect_url(request)
        return super().post_login(request, user, redirect_url=redirect_url, **facts)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse an attempt after too many wrong ones; right ones are not counted.

        Somebody who types wrong passwords for another person's account stops it at the
        address of both at most: from anywhere else it takes several addresses to.
        """
        account = _account(**credentials)
        spent = [limits.is_used_up(request, one, key=account) for one in _FAILURES]
        if any(spent) or not limits.count(request, "sign_in"):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a wrong password, for the account from anywhere and for the address."""
        account = _account(**credentials)
        for action in _FAILURES:
            ratelimit.consume(request, action=action, key=account)
        super().authentication_failed(request, **credentials)

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """Count the wrong passwords of ``login_failed`` by account and address."""
        return f"{_account(**credentials)} {client_network(request)}"

    def _delete_login_attempts_cached_email(
        self, request: HttpRequest, **credentials: Any
    ) -> None:
        """Begin anew after a new password."""
        super()._delete_login_attempts_cached_email(request, **credentials)
        key = _account(**credentials)
        ratelimit.clear(request, action="login_failed_account", key=key)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A second factor that names nobody but the service number, its secrets encrypted."""

    def encrypt(self, text: str) -> str:
        return second_factor.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factor.decrypt(encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        return str(user.staff_number)

    def get_totp_issuer(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep the second factor of a role that signs in with one, always."""
        return not authenticator.user.needs_second_factor


def _account(*, email: str = "", username: str = "", **credentials: Any) -> str:
    """Return what wrong passwords of one account are counted by, whatever it is called."""
    login = (email or username).strip().lower()
    named = User.objects.alias(number=Lower("staff_number"), mail=Lower("email"))
    key = named.filter(Q(number=login) | Q(mail=login)).values_list("pk", flat=True)
    return str(key.first() or f"“{login}”")
