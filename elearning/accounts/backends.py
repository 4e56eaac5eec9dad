"""How somebody signs in, and who asks with each request."""

from allauth.account.auth_backends import AuthenticationBackend

from elearning.accounts.models import User


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Sign in by allauth's rules; read a user and her roles at once at each request."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.with_roles().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
