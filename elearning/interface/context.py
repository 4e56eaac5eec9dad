"""What every template knows."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import get_script_prefix, reverse

from elearning.interface import navigation
from elearning.languages import CODES, OWN_NAMES, current

if TYPE_CHECKING:
    from django.http import HttpRequest


def interface(request: "HttpRequest") -> dict[str, Any]:
    """Return the menu, the links of every page, the idle limit and the notices.

    ``low_data`` tells that the browser asks to save data (``Save-Data: on``), or its reader.
    """
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    framed = getattr(request, "is_preview", False)  # the studio around it asks already
    lifetime = int(settings.IDLE_LIFETIME.total_seconds())
    asks = request.headers.get("Save-Data", "").lower() == "on"
    return {
        "navigation": navigation.items(request) if signed_in else [],
        "language_links": language_links(request),
        "notices": navigation.notices(user) if signed_in else None,
        "footer_links": navigation.footer(),
        "home_url": reverse(settings.LOGIN_REDIRECT_URL) if signed_in else "/",
        "low_data": asks or getattr(user, "low_data", False),
        "idle_seconds": lifetime if signed_in and not framed else 0,
    }


def language_links(request: "HttpRequest") -> list[dict[str, Any]]:
    """Return this page's address in each language, under the language's own name."""
    here, prefix = request.get_full_path(), f"{get_script_prefix()}{current()}/"
    has_languages, rest = here.startswith(prefix), here.removeprefix(prefix)
    return [
        {
            "code": code,
            "name": OWN_NAMES[code],
            "url": f"{get_script_prefix()}{code}/{rest}" if has_languages else here,
            "current": code == current(),
        }
        for code in CODES
    ]
