"""How somebody signs in, and who asks with each request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from elearning.accounts.models import User
from elearning.prepared import Parameter, Prepared

_known: dict[str, Any] = {}


def annotate_users(**facts: Combinable) -> None:
    """Have each request know ``facts`` of its user: expressions over ``User``, read with them.

    So what every page asks of its reader costs no query more. When apps get ready.
    """
    _known.update(facts)


def _by_key() -> QuerySet[User]:
    users = User.objects.with_roles().filter(pk=Parameter("pk", User, "id"))
    return users.annotate(**_known)


_users = Prepared(_by_key)


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Sign in by allauth's rules; read a user and her roles at once at each request."""

    def get_user(self, user_id: int) -> User | None:
        found = _users.ask(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
