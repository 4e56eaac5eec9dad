"""On which pages what is typed is kept: those with a language, but for some doors.

An app closes its own: pages of passwords and codes, and those that save by themselves.
"""

from django.urls import Resolver404, resolve

from elearning.languages import CODES

_closed: set[str] = set()
_open: set[str] = set()


def include_pages(prefix: str) -> None:
    """Keep what is typed on pages whose address begins with ``prefix``, without a language."""
    _open.add(prefix)


def exclude_pages(prefix: str) -> None:
    """Keep nothing of pages whose address begins with ``prefix``, after the language."""
    _closed.add(prefix)


def can_autosave(address: str) -> bool:
    """Tell whether something may be kept of the page at ``address``, a path with its query."""
    if address.startswith(tuple(_open)):
        return True
    language, _slash, rest = address.removeprefix("/").partition("/")
    is_ours = address.startswith("/") and language in CODES
    return is_ours and not rest.startswith(tuple(_closed))


def is_existing_page(address: str) -> bool:
    """Tell whether there is anything at ``address``."""
    try:
        resolve(address.partition("?")[0])
    except Resolver404:
        return False
    return True
