"""The request type of views that require sign-in."""

from django.http import HttpRequest

from elearning.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of a signed-in user."""

    user: User
