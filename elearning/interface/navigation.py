"""The main menu: apps register their entries, the page shows what the user may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Entry:
    """An entry of the menu as registered; ``roles`` empty means everybody signed in."""

    url_name: str
    label: "_StrPromise"
    icon: str
    order: int
    roles: frozenset[str]


@dataclass(frozen=True)
class Item:
    """An entry of the menu as shown on one page."""

    url: str
    label: "_StrPromise"
    icon: str
    current: bool


@dataclass(frozen=True)
class Notices:
    """Where a user's notices are, and how many she has not read."""

    url: str
    unread: int


_entries: dict[str, Entry] = {}
_footer: dict[str, "_StrPromise"] = {}
_notices: dict[str, Callable[[Any], int]] = {}


def register(
    url_name: str,
    label: "_StrPromise",
    icon: str,
    *,
    order: int,
    roles: tuple[str, ...] = (),
) -> None:
    """Add an entry to the menu; registering the same address again replaces it."""
    _entries[url_name] = Entry(url_name, label, icon, order, frozenset(roles))


def register_footer(url_name: str, label: "_StrPromise") -> None:
    """Add a link to the foot of every page."""
    _footer[url_name] = label


def register_notices(url_name: str, count: Callable[[Any], int]) -> None:
    """Have the page at ``url_name`` hold the notices and ``count`` tell the unread."""
    _notices.clear()
    _notices[url_name] = count


def items(request: "HttpRequest") -> list[Item]:
    """Return the menu for whoever is signed in, with the current entry marked."""
    user: Any = request.user
    if not user.is_authenticated:
        return []
    shown = [
        entry
        for entry in sorted(_entries.values(), key=lambda entry: entry.order)
        if not entry.roles or not entry.roles.isdisjoint(user.roles)
    ]
    urls = [reverse(entry.url_name) for entry in shown]
    here = max(
        (url for url in urls if request.path.startswith(url)), key=len, default=""
    )
    return [
        Item(url, entry.label, entry.icon, url == here)
        for entry, url in zip(shown, urls, strict=True)
    ]


def footer() -> list[Item]:
    """Return the links at the foot of every page."""
    return [
        Item(reverse(name), label, "", current=False) for name, label in _footer.items()
    ]


def notices(user: Any) -> Notices | None:
    """Return where the notices of ``user`` are; ``None`` where nothing keeps them."""
    for url_name, count in _notices.items():
        return Notices(reverse(url_name), count(user))
    return None
