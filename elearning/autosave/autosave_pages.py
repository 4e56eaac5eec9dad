"""Pages with autosave: those with a language in their path, except excluded ones.

Apps exclude their own: pages of passwords and codes, and pages that save by themselves.
"""

from django.urls import Resolver404, resolve

from elearning.languages import CODES

_closed: set[str] = set()
_open: set[str] = set()


def include_pages(prefix: str) -> None:
    """Enable autosave on pages whose path, without a language, begins with ``prefix``."""
    _open.add(prefix)


def exclude_pages(prefix: str) -> None:
    """Disable autosave on pages whose path after the language begins with ``prefix``."""
    _closed.add(prefix)


def can_autosave(address: str) -> bool:
    """Tell whether autosave is enabled for ``address``, a path with its query."""
    if address.startswith(tuple(_open)):
        return True
    language, _slash, rest = address.removeprefix("/").partition("/")
    is_ours = address.startswith("/") and language in CODES
    return is_ours and not rest.startswith(tuple(_closed))


def is_existing_page(address: str) -> bool:
    """Tell whether ``address`` resolves to a page."""
    try:
        resolve(address.partition("?")[0])
    except Resolver404:
        return False
    return True
