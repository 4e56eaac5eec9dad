"""Counting of sign-in attempts, and whether an attempt’s password is considered.

Wrong passwords are counted by the typed name and network, for the account, and for the
address. A device on which the account was signed in before has its own count, all such
devices share another, and no other count affects it. Codes of the second factor are
counted in the same way, except by address.

Answers must not reveal which e-mail belongs to which service number, or who uses a
device, so they depend only on the typed name and the address. If the count of an
account or a device refuses, the answer and the work are those of a wrong password.
"""

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest

from elearning.accounts import known_devices, rate_limits
from elearning.accounts.client_addresses import read_client_network
from elearning.accounts.models import User


class SignInAttempt:
    """An attempt, counted as failed from its start until it succeeds.

    ``is_refused`` tells that nothing is checked, as the address has had too many
    attempts. Otherwise ``counts`` tells whether the password is considered, and
    ``must_wait`` whether the answer to a wrong one reports too many attempts.
    """

    def __init__(self, request: HttpRequest, login: str) -> None:
        self._request, self._typed = request, _key(request, login)
        accounts = known_devices.list_credentials(User.objects.called(login))
        found = next(iter(accounts), None)
        mark = known_devices.find_device_mark(request, found) if found else None
        self._account = str(found.user if found else f"“{_plain(login)}”")
        self._is_known = mark is not None
        if mark is not None:
            self._taken = rate_limits.take_attempt(
                request, _limits_of_device(mark, self._account)
            )
            is_worn = rate_limits.is_limit_reached(
                request, "login_failed", key=self._typed
            )
        else:
            self._taken = rate_limits.take_attempt(
                request, [("login_failed", self._typed)]
            )
            is_worn = self._taken is None
        self._is_worn = is_worn
        is_crowded = not rate_limits.consume_attempt(
            request, "sign_in"
        ) or self._is_spent("login_failed_address")
        self.must_wait = is_crowded or is_worn
        self.is_refused = is_crowded and not (self._is_known and self._taken)
        self.counts = self._taken is not None and (
            self._is_known or not self._is_spent("login_failed_account")
        )

    def succeed(self) -> None:
        """Remove it from the counts."""
        if self._taken is not None:
            self._taken.rollback()

    def fail(self) -> None:
        """Count it for the address, and for the account unless its name was typed too often."""
        self._count("login_failed_address", self._account)
        if not self._is_worn:
            self._count("login_failed_account", self._account)
        if self._is_known:
            self._count("login_failed", self._typed)

    def _count(self, action: str, key: str) -> None:
        ratelimit.consume(self._request, action=action, key=key)

    def _is_spent(self, action: str) -> bool:
        return rate_limits.is_limit_reached(self._request, action, key=self._account)


def take_code_attempt(request: HttpRequest, user: User) -> RateLimitUsage | None:
    """Count a code given for ``user`` as wrong, until it is undone.

    ``None`` if there were too many: the code is then not checked.
    """
    (found,) = known_devices.list_credentials(User.objects.filter(pk=user.pk))
    mark = known_devices.find_device_mark(request, found)
    if mark is None:
        limits = [("login_failed", f"mfa-auth-user-{user.pk}")]
    else:
        limits = _limits_of_device(f"code {mark}", f"code {user.pk}")
    return rate_limits.take_attempt(request, limits)


def clear_failed_attempts(request: HttpRequest, user: User) -> None:
    """Clear the failed attempts of ``user``, who has a new password."""
    for login in filter(None, (user.staff_number, user.email)):
        ratelimit.clear(request, action="login_failed", key=_key(request, login))
    ratelimit.clear(request, action="login_failed_account", key=str(user.pk))


def _limits_of_device(device: str, account: str) -> list[tuple[str, str]]:
    return [("login_failed_device", device), ("login_failed_devices", account)]


def _key(request: HttpRequest, login: str) -> str:
    return f"{_plain(login)} {read_client_network(request)}"


def _plain(login: str) -> str:
    return login.strip().lower()
