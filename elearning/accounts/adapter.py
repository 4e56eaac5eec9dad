"""How allauth behaves here: no open sign-up, one answer to every wrong password."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from elearning.accounts import idle


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


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A second factor that names nobody but the service number."""

    def get_totp_label(self, user: Any) -> str:
        return str(user.staff_number)

    def get_totp_issuer(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep the second factor of a role that signs in with one, always."""
        return not authenticator.user.needs_second_factor
