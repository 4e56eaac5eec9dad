"""The request that a closed page receives."""

from django.http import HttpRequest

from elearning.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that the sign-in middleware has let through: it has a user of ours."""

    user: User
