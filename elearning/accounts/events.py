"""Events of accounts for the apps above; sent inside the transaction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from elearning.typed_events import Event

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class AccountClosed(Event):
    """An account was closed."""

    user: "User"
    by: "User"
