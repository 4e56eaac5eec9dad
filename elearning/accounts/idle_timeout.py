"""How long a session has been idle, and how long it lasts at most, by the server's clock."""

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from elearning.languages import CODES

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest

#: Requests that a script makes by itself carry this header: they keep no session alive.
BY_ITSELF = "X-By-Itself"
_SEEN = "seen_at"
_BEGAN = "began_at"
_LEFT = "left_idle"
#: How the addresses of pages begin that somebody may go on at.
_pages = {f"/{code}/" for code in CODES}
#: How the addresses begin that scripts of others ask by themselves, without that header.
_by_itself: set[str] = set()


def register_return_prefix(prefix: str) -> None:
    """Let whoever left a page there go on at it: pages whose address has no language."""
    _pages.add(prefix)


def register_background_prefix(prefix: str) -> None:
    """Let requests to addresses that begin like this keep no session alive."""
    _by_itself.add(prefix)


def count_seconds_left(session: "SessionBase | dict[str, Any]") -> float:
    """Return how many seconds the session still has; below 0 it is over.

    Somebody at work all the time signs in again after ``SESSION_COOKIE_AGE`` as well
    (OWASP ASVS 7.3.2).
    """
    now = time.time()
    whole = settings.SESSION_COOKIE_AGE - (now - session.get(_BEGAN, now))
    return min(_idle_seconds_left(session), float(whole))


def record_request_activity(request: "HttpRequest") -> None:
    """Note that somebody is there, unless a script asks by itself.

    At most twenty times in the life of an idle session: writing the session at every click
    would make every GET a write.
    """
    session = request.session
    fresh = settings.IDLE_LIFETIME.total_seconds() * 0.95
    if _BEGAN not in session:
        session[_BEGAN] = time.time()
    if _SEEN not in session or (
        not is_background_request(request) and _idle_seconds_left(session) < fresh
    ):
        record_activity(session, 0)


def is_background_request(request: "HttpRequest") -> bool:
    """Tell whether a script makes the request, and nobody has done anything."""
    return BY_ITSELF in request.headers or request.path.startswith(tuple(_by_itself))


def record_activity(session: "SessionBase", seconds: float) -> None:
    """Note that somebody was last at work ``seconds`` ago; never earlier than is known."""
    at = time.time() - max(seconds, 0)
    session[_SEEN] = max(at, session.get(_SEEN, 0))


def is_page_request(request: "HttpRequest") -> bool:
    """Tell whether a page is asked for, or a form sent, and not what a script fetches."""
    kind = request.headers.get("Sec-Fetch-Dest", "document")
    return kind == "document" and not is_background_request(request)


def merge_stored_activity(session: "SessionBase", stored: dict[str, Any]) -> None:
    """Let ``session`` say no earlier time than what another request ``stored`` meanwhile."""
    if session.get(_SEEN, 0) < (seen := stored.get(_SEEN, 0)):
        session[_SEEN] = seen


def record_ended_session(session: "SessionBase", person: int, address: str) -> None:
    """Note in a new session who left the one before, and at which page."""
    session[_LEFT] = {"by": person, "at": address}


def find_ended_session_user(session: "SessionBase") -> int | None:
    """Return whose session ended here before anybody has signed in again, if one did."""
    left = session.get(_LEFT)
    return left["by"] if left else None


def pop_return_address(session: "SessionBase", person: int) -> str | None:
    """Return where ``person`` was when her session ended, and forget it.

    Empty where that is unknown or somebody else was there: she begins at her own page.
    ``None`` where no session ended here.
    """
    if _LEFT not in session:
        return None
    left = session.pop(_LEFT)
    return str(left["at"]) if left["by"] == person else ""


def _idle_seconds_left(session: "SessionBase | dict[str, Any]") -> float:
    now = time.time()
    lifetime = settings.IDLE_LIFETIME.total_seconds()
    return float(lifetime - (now - session.get(_SEEN, now)))


def find_page_address(request: "HttpRequest") -> str:
    """Return the page that ``request`` asks for, or was sent from; empty where unknown.

    A page whose session has ended goes to the sign-in by itself: it is the page, then.
    """
    if request.method == "GET" and request.path != reverse("account_login"):
        address = request.get_full_path()
    else:
        came = urlsplit(request.headers.get("Referer", ""))
        own = came.netloc == request.get_host()
        address = (
            came._replace(scheme="", netloc="", fragment="").geturl() if own else ""
        )
    return address if address.startswith(tuple(_pages)) else ""
