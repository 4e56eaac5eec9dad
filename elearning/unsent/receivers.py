"""A session is told at its beginning on which pages something waits."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.utils import timezone

from elearning.unsent import keeping, noting


def connect() -> None:
    """Listen to sign-in."""
    user_logged_in.connect(_signed_in)


def _signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    if found := keeping.addresses(user, at=timezone.now()):
        noting.put(request.session, found)
