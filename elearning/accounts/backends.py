"""How somebody signs in, and who asks with each request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest

from elearning.accounts.models import User
from elearning.prepared_queries import PreparedQuery, QueryParameter

_known: dict[str, Any] = {}


def register_user_annotations(**facts: Combinable) -> None:
    """Have each request know ``facts`` of its user: expressions over ``User``, read with them.

    So what every page asks of its reader costs no query more. When apps get ready.
    """
    _known.update(facts)


def _by_key() -> QuerySet[User]:
    users = User.objects.with_roles().filter(pk=QueryParameter("pk", User, "id"))
    return users.annotate(**_known)


_users = PreparedQuery(_by_key)


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Sign in by service number or e-mail; read a user and their roles at once."""

    def _authenticate(
        self, request: HttpRequest | None, *, username: str = "", password: str = ""
    ) -> User | None:
        """Check one password for one name: known and unknown ones take as long."""
        for user in User.objects.called(username):
            if self._check_password(user, password):
                return user
        return None

    def get_user(self, user_id: int) -> User | None:
        found = _users.ask(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
