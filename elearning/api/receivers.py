"""Keys follow the account whose they are."""

from typing import Any

from elearning.accounts.models import User
from elearning.accounts.signals import account_closed
from elearning.api import granting


def connect() -> None:
    """Listen to accounts that are closed."""
    account_closed.connect(_closed)


def _closed(sender: Any, user: User, by: User, **kwargs: Any) -> None:
    for token in user.access_tokens.filter(ended_at=None):
        granting.end(token, by=by)
