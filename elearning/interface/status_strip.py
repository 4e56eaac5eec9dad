"""The strip at the top of every page: what goes on meanwhile and has an end."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class StatusStrip:
    """What goes on, in words, and the link that leads back to it."""

    words: str
    url: str
    label: str


_tells: list[Callable[[Any], StatusStrip | None]] = []


def register_strip_source(tell: Callable[[Any], StatusStrip | None]) -> None:
    """Have ``tell`` say what goes on for a user who is signed in."""
    if tell not in _tells:
        _tells.append(tell)


def find_status_strip(request: "HttpRequest") -> StatusStrip | None:
    """Return what goes on for whoever is signed in, if anything does."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return next((found for tell in _tells if (found := tell(user))), None)
