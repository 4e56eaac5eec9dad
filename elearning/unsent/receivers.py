"""A session is told at its beginning on which pages something waits."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.utils import timezone

from elearning.unsent import kept_entries, late_posts, waiting_pages


def connect() -> None:
    """Listen to sign-in."""
    user_logged_in.connect(_signed_in)


def _signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    late_posts.drop_unless_of(request.session, user)
    if found := kept_entries.addresses_of(user, at=timezone.now()):
        waiting_pages.put(request.session, found)
