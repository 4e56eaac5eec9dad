"""Pages with saved input, noted in the session so that other pages need no query."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

_PLACES = "unsent"


def add_waiting_pages(session: "SessionBase", addresses: Iterable[str]) -> None:
    """Note that the pages at ``addresses`` have saved input."""
    noted = session.get(_PLACES, [])
    if new := [address for address in addresses if address not in noted]:
        session[_PLACES] = noted + new


def remove_waiting_page(session: "SessionBase", address: str) -> None:
    """Note that the page at ``address`` has no saved input."""
    if has_waiting_form(session, address):
        session[_PLACES] = [one for one in session[_PLACES] if one != address]


def has_waiting_form(session: "SessionBase", address: str) -> bool:
    """Tell whether the page at ``address`` is noted as having saved input."""
    return address in session.get(_PLACES, ())
