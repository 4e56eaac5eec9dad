"""What the page knows of what was typed on it and not sent."""

import json
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from elearning.unsent import keeping, noting, places

if TYPE_CHECKING:
    from django.http import HttpRequest


def unsent(request: "HttpRequest") -> dict[str, Any]:
    """Return where this page keeps what is typed, and what waits on it.

    ``unsent`` is missing where nothing is kept. Only a page on which something waits asks
    the database.
    """
    user: Any = getattr(request, "user", None)
    address = request.get_full_path()
    if user is None or not user.is_authenticated or not places.is_open(address):
        return {}
    return {
        "unsent": {
            "url": reverse("unsent:keep"),
            "address": address,
            "forms": _waiting(request, user, address),
        }
    }


def _waiting(request: "HttpRequest", user: Any, address: str) -> str:
    """Return the forms to fill in again as JSON, or nothing.

    A page that is sent back holds what was typed already.
    """
    if request.method != "GET" or not noting.has(request.session, address):
        return ""
    found = keeping.waiting(user, address, at=timezone.now())
    if not found:
        noting.take(request.session, address)
        return ""
    return json.dumps(
        [
            {"key": str(one.key), "form": one.form, "entries": one.entries}
            for one in found
        ]
    )
