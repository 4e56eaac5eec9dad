"""Receivers that revoke the keys of closed accounts."""

from elearning.accounts.events import AccountClosed
from elearning.api import access_keys


@AccountClosed.receiver
def revoke_on_closure(event: AccountClosed) -> None:
    """Revoke the keys of an account that was closed."""
    for token in event.user.access_tokens.filter(ended_at=None):
        access_keys.revoke_access_key(token, by=event.by)
