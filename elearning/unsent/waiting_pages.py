"""On which pages something waits, noted in the session: other pages ask no database."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

_PLACES = "unsent"


def add_waiting_pages(session: "SessionBase", addresses: Iterable[str]) -> None:
    """Note that something waits on the pages at ``addresses``."""
    noted = session.get(_PLACES, [])
    if new := [address for address in addresses if address not in noted]:
        session[_PLACES] = noted + new


def remove_waiting_page(session: "SessionBase", address: str) -> None:
    """Note that nothing waits on the page at ``address`` any more."""
    if has_waiting_form(session, address):
        session[_PLACES] = [one for one in session[_PLACES] if one != address]


def has_waiting_form(session: "SessionBase", address: str) -> bool:
    """Tell whether something waits on the page at ``address``, as far as is noted."""
    return address in session.get(_PLACES, ())
