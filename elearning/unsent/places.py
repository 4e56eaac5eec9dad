"""On which pages what is typed is kept: those with a language, but for some doors.

An app closes its own: pages of passwords and codes, and those that save by themselves.
"""

from django.urls import Resolver404, resolve

from elearning.languages import CODES

_closed: set[str] = set()


def close(prefix: str) -> None:
    """Keep nothing of pages whose address begins with ``prefix``, after the language."""
    _closed.add(prefix)


def is_open(address: str) -> bool:
    """Tell whether ``address``, a path with its query, is a page of ours that is kept."""
    path = address.partition("?")[0]
    language, _slash, rest = path.removeprefix("/").partition("/")
    if not path.startswith("/") or language not in CODES:
        return False
    return not rest.startswith(tuple(_closed)) and _leads_somewhere(path)


def _leads_somewhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
