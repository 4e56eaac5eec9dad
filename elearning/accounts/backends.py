"""How somebody signs in, and who asks with each request."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from elearning.accounts.models import User
from elearning.prepared import Parameter, Prepared


def _by_key() -> QuerySet[User]:
    return User.objects.with_roles().filter(pk=Parameter("pk", User, "id"))


_users = Prepared(_by_key)


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Sign in by allauth's rules; read a user and her roles at once at each request."""

    def get_user(self, user_id: int) -> User | None:
        found = _users.ask(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
