"""The strip at the top of every page, about an activity in progress."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class StatusStrip:
    """An activity in progress, in words, and the link back to it."""

    words: str
    url: str
    label: str


_tells: list[Callable[[Any], StatusStrip | None]] = []


def register_strip_source(tell: Callable[[Any], StatusStrip | None]) -> None:
    """Register ``tell``, which returns the activity of a signed-in user."""
    if tell not in _tells:
        _tells.append(tell)


def find_status_strip(request: "HttpRequest") -> StatusStrip | None:
    """Return the activity in progress of the user, if any."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return next((found for tell in _tells if (found := tell(user))), None)
