"""Template context of all pages."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject

from elearning.installation.demonstration_flag import is_known_demonstration
from elearning.interface import navigation
from elearning.interface.status_strip import find_status_strip
from elearning.languages import CODES, OWN_NAMES, get_current_language

if TYPE_CHECKING:
    from django.http import HttpRequest


def build_interface_context(request: "HttpRequest") -> dict[str, Any]:
    """Return the menu, the links of every page, the idle limit and the notices.

    ``is_demonstration`` makes every page state that its people are invented. ``strip``
    is evaluated only by pages that show it. ``low_data`` tells that the browser asks to
    save data (``Save-Data: on``), or its reader does.
    """
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    framed = getattr(
        request, "is_preview", False
    )  # the surrounding studio polls already
    lifetime = int(settings.IDLE_LIFETIME.total_seconds())
    asks = request.headers.get("Save-Data", "").lower() == "on"
    return {
        "navigation": navigation.build_menu(request) if signed_in else [],
        "language_links": build_language_links(request),
        "strip": SimpleLazyObject(partial(find_status_strip, request)),
        "notices": navigation.find_notices_link(user) if signed_in else None,
        "footer_links": navigation.list_footer_links(),
        "home_url": reverse(settings.LOGIN_REDIRECT_URL) if signed_in else "/",
        "low_data": asks or getattr(user, "low_data", False),
        "is_demonstration": is_known_demonstration(),
        "idle_seconds": lifetime if signed_in and not framed else 0,
    }


def build_language_links(request: "HttpRequest") -> list[dict[str, Any]]:
    """Return this page’s URL in each language, with the language’s own name."""
    here, prefix = (
        request.get_full_path(),
        f"{get_script_prefix()}{get_current_language()}/",
    )
    has_languages, rest = here.startswith(prefix), here.removeprefix(prefix)
    return [
        {
            "code": code,
            "name": OWN_NAMES[code],
            "url": f"{get_script_prefix()}{code}/{rest}" if has_languages else here,
            "current": code == get_current_language(),
        }
        for code in CODES
    ]
