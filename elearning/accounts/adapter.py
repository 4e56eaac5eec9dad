"""How allauth behaves here: no open sign-up, no mail to strangers."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are created by the office, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A second factor that names nobody but the service number."""

    def get_totp_label(self, user: Any) -> str:
        return str(user.staff_number)
