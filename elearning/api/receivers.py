"""Receivers that revoke the keys of closed accounts."""

from typing import Any

from elearning.accounts.models import User
from elearning.accounts.signals import account_closed
from elearning.api import access_keys


def connect_key_receivers() -> None:
    """Connect the receiver of closed accounts."""
    account_closed.connect(_closed)


def _closed(sender: Any, user: User, by: User, **kwargs: Any) -> None:
    for token in user.access_tokens.filter(ended_at=None):
        access_keys.revoke_access_key(token, by=by)
