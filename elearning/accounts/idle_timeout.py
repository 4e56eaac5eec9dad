"""Idle time and maximum age of sessions, by the server’s clock."""

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from elearning.languages import CODES

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest

#: The header of requests that a script makes by itself; they do not extend a session.
BY_ITSELF = "X-By-Itself"
_SEEN = "seen_at"
_BEGAN = "began_at"
_LEFT = "left_idle"
#: Path prefixes of pages to which a user may return after signing in again.
_pages = {f"/{code}/" for code in CODES}
#: Path prefixes that third-party scripts request by themselves, without the header.
_by_itself: set[str] = set()


def register_return_prefix(prefix: str) -> None:
    """Allow returning to pages under ``prefix``, which have no language in their path."""
    _pages.add(prefix)


def register_background_prefix(prefix: str) -> None:
    """Do not let requests to paths under ``prefix`` extend a session."""
    _by_itself.add(prefix)


def count_seconds_left(session: "SessionBase | dict[str, Any]") -> float:
    """Return how many seconds the session has left; below 0 it is over.

    Active users, too, sign in again after ``SESSION_COOKIE_AGE`` (OWASP ASVS 7.3.2).
    """
    now = time.time()
    whole = settings.SESSION_COOKIE_AGE - (now - session.get(_BEGAN, now))
    return min(_idle_seconds_left(session), float(whole))


def record_request_activity(request: "HttpRequest") -> None:
    """Record activity, unless a script makes the request by itself.

    A session is written at most twenty times within its idle limit: recording every
    click would make every GET a write.
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
    """Tell whether a script makes the request without any action of the user."""
    return BY_ITSELF in request.headers or request.path.startswith(tuple(_by_itself))


def record_activity(session: "SessionBase", seconds: float) -> None:
    """Record that the user was active ``seconds`` ago, unless a later time is known."""
    at = time.time() - max(seconds, 0)
    session[_SEEN] = max(at, session.get(_SEEN, 0))


def is_page_request(request: "HttpRequest") -> bool:
    """Tell whether the request is for a page or sends a form, not a script’s fetch."""
    kind = request.headers.get("Sec-Fetch-Dest", "document")
    return kind == "document" and not is_background_request(request)


def merge_stored_activity(session: "SessionBase", stored: dict[str, Any]) -> None:
    """Keep in ``session`` the later activity that another request has ``stored``."""
    if session.get(_SEEN, 0) < (seen := stored.get(_SEEN, 0)):
        session[_SEEN] = seen


def record_ended_session(session: "SessionBase", person: int, address: str) -> None:
    """Note in a new session whose session ended, and on which page."""
    session[_LEFT] = {"by": person, "at": address}


def find_ended_session_user(session: "SessionBase") -> int | None:
    """Return the user whose session ended here, until somebody signs in again."""
    left = session.get(_LEFT)
    return left["by"] if left else None


def pop_return_address(session: "SessionBase", person: int) -> str | None:
    """Return the page on which the session of ``person`` ended, and forget it.

    Empty if it is unknown or was somebody else’s; they then start at their home page.
    ``None`` if no session ended here.
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
    """Return the page that ``request`` asks for or was sent from; empty if unknown.

    When a session ends, its page goes to the sign-in by itself and is the referrer.
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
