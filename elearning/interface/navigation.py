"""The main menu, whose entries apps register."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elearning.languages import get_current_language

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

#: The maximum number of entries in a line; more are collapsed into groups.
IN_ONE_LINE = 6


@dataclass(frozen=True)
class MenuGroup:
    """A group of entries, shown under its name if they are many."""

    label: "_StrPromise"
    icon: str


LIBRARY = MenuGroup(_("Library"), "catalogue")
DOCUMENTS = MenuGroup(_("My documents"), "certificate")
MATERIALS = MenuGroup(_("Materials"), "edit")
EXAMS = MenuGroup(_("Exams and marking"), "exam")
PERSONNEL = MenuGroup(_("Personnel"), "people")
DATA = MenuGroup(_("Data and logs"), "audit")


@dataclass(frozen=True)
class MenuEntry:
    """A registered menu entry; without ``roles`` it is for all signed-in users.

    ``also`` names pages at other paths that belong to it.
    """

    url_name: str
    label: "_StrPromise"
    icon: str
    order: int
    roles: tuple[str, ...] = ()
    group: MenuGroup | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuItem:
    """A menu entry as shown on a page, or a group with its entries.

    A group has no URL; it is current if one of its entries is.
    """

    url: str
    label: "_StrPromise"
    icon: str
    current: bool
    children: "Sequence[MenuItem]" = ()


class MainMenu(list[MenuItem]):
    """The main menu of a page."""

    @property
    def key(self) -> str:
        """A key that equal menus share, within a language."""
        entries = chain.from_iterable(item.children or [item] for item in self)
        return " ".join(f"{entry.url}{entry.current:d}" for entry in entries)


@dataclass(frozen=True)
class NoticesLink:
    """The link to a user’s notices, with the number of unread ones."""

    url: str
    unread: int


_entries: dict[str, MenuEntry] = {}
_footer: dict[str, "_StrPromise"] = {}
_notices: dict[str, Callable[[Any], int]] = {}


def register_menu_entries(*entries: MenuEntry) -> None:
    """Add entries to the menu; an entry with the same URL name is replaced."""
    _entries.update({entry.url_name: entry for entry in entries})


def register_footer_link(url_name: str, label: "_StrPromise") -> None:
    """Add a link to the footer of every page."""
    _footer[url_name] = label


def register_notices_page(url_name: str, count: Callable[[Any], int]) -> None:
    """Register the notices page ``url_name``, and ``count`` for unread notices."""
    _notices.clear()
    _notices[url_name] = count


def build_menu(request: "HttpRequest") -> MainMenu:
    """Return the menu of the user, with the current entry marked.

    If the entries do not fit in one line, each group is collapsed at the place of its
    first entry.
    """
    user: Any = request.user
    if not user.is_authenticated:
        return MainMenu()
    shown = [
        entry
        for entry in sorted(_entries.values(), key=lambda entry: entry.order)
        if not entry.roles or user.roles & set(entry.roles)
    ]
    depths = [_depth(entry, request.path) for entry in shown]
    deepest = max(depths) or None
    found = [
        (
            entry,
            MenuItem(
                get_page_url(entry.url_name), entry.label, entry.icon, depth == deepest
            ),
        )
        for entry, depth in zip(shown, depths, strict=True)
    ]
    if len(found) <= IN_ONE_LINE:
        return MainMenu(item for _entry, item in found)
    return MainMenu(_folded(found))


def get_page_url(url_name: str) -> str:
    """Return the URL of a page in the current language, cached for each language."""
    return _address(url_name, get_current_language())


@cache
def _address(url_name: str, _language: str) -> str:
    return reverse(url_name)


def _depth(entry: MenuEntry, path: str) -> int:
    """Return how much of ``path`` matches the pages of ``entry``; 0 for none."""
    urls = [get_page_url(name) for name in (entry.url_name, *entry.also)]
    return max((len(url) for url in urls if path.startswith(url)), default=0)


def _folded(found: list[tuple[MenuEntry, MenuItem]]) -> list[MenuItem]:
    """Collapse the entries of each group under its name; a single one stays as it is."""
    together: dict[MenuEntry | MenuGroup, list[MenuItem]] = {}
    for entry, item in found:
        together.setdefault(entry.group or entry, []).append(item)
    return [
        _under(group, items)
        if isinstance(group, MenuGroup) and len(items) > 1
        else items[0]
        for group, items in together.items()
    ]


def _under(group: MenuGroup, items: list[MenuItem]) -> MenuItem:
    current = any(item.current for item in items)
    return MenuItem("", group.label, group.icon, current, items)


def list_footer_links() -> list[MenuItem]:
    """Return the footer links of every page."""
    return [
        MenuItem(get_page_url(name), label, "", current=False)
        for name, label in _footer.items()
    ]


def find_notices_link(user: Any) -> NoticesLink | None:
    """Return the link to the notices of ``user``; ``None`` if no page is registered."""
    for url_name, count in _notices.items():
        return NoticesLink(get_page_url(url_name), count(user))
    return None
