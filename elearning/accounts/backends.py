"""Authentication backend, which also loads the user of each request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest

from elearning.accounts.models import User
from elearning.prepared_queries import PreparedQuery, QueryParameter

_known: dict[str, Any] = {}


def register_user_annotations(**facts: Combinable) -> None:
    """Load annotations, expressions over ``User``, with the user of each request.

    They save every page a query. Call it in ``AppConfig.ready``.
    """
    _known.update(facts)


@PreparedQuery
def _users() -> QuerySet[User]:
    users = User.objects.with_roles().filter(pk=QueryParameter("pk", User, "id"))
    return users.annotate(**_known)


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Sign in by service number or e-mail; load a user and their roles in one query."""

    def _authenticate(
        self, request: HttpRequest | None, *, username: str = "", password: str = ""
    ) -> User | None:
        """Check a password for a name; known and unknown names take as long."""
        for user in User.objects.called(username):
            if self._check_password(user, password):
                return user
        return None

    def get_user(self, user_id: int) -> User | None:
        found = _users.ask(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
