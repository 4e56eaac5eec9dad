"""Tokens of password reset links."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from elearning.accounts.models import User


class RoleAwareTokenGenerator(PasswordResetTokenGenerator):
    """Tokens that are invalid once the roles of their account have changed.

    Otherwise somebody with access to a learner’s mailbox could open the account after
    the learner became an officer.
    """

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        roles = sorted(user.groups.values_list("name", flat=True))
        return (
            f"{super()._make_hash_value(user, timestamp)}|{user.is_superuser}|{roles}"
        )
