"""The token in a mailed link to a new password."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from elearning.accounts.models import User


class RoleAwareTokenGenerator(PasswordResetTokenGenerator):
    """Tokens that end with the roles their account had when they were mailed.

    Whoever reads the mailbox of a learner would otherwise open the account of the officer
    that they have become.
    """

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        roles = sorted(user.groups.values_list("name", flat=True))
        return (
            f"{super()._make_hash_value(user, timestamp)}|{user.is_superuser}|{roles}"
        )
