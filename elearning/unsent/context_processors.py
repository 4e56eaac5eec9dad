"""What the page knows of what was typed on it and not sent."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from elearning.unsent import autosave_pages, autosaved_forms, waiting_pages
from elearning.unsent.autosave_payload import is_form_key
from elearning.unsent.middleware import FIELD

if TYPE_CHECKING:
    from django.http import HttpRequest

    from elearning.unsent.models import UnsentForm


def describe_autosave(request: "HttpRequest") -> dict[str, Any]:
    """Return where this page keeps what is typed, and what waits on it.

    ``describe_autosave`` is missing where nothing is kept. ``offered`` are the forms that wait,
    without their words. ``is_answer`` tells that this page answers a form, and ``before``
    is its key. Only a page on which something waits asks the database.
    """
    user: Any = getattr(request, "user", None)
    address = request.get_full_path()
    if (
        user is None
        or not user.is_authenticated
        or not autosave_pages.can_autosave(address)
    ):
        return {}
    is_answer = request.method == "POST"
    before = request.POST.get(FIELD, "") if is_answer else ""
    return {
        "unsent": {
            "url": reverse("unsent:keep"),
            "take": reverse("unsent:take"),
            "address": address,
            "is_answer": is_answer,
            "before": before if is_form_key(before) else "",
            "offered": _offered(request, user, address),
        }
    }


def _offered(request: "HttpRequest", user: Any, address: str) -> "list[UnsentForm]":
    """Return the forms to offer; a page that is sent back holds what was typed already."""
    if request.method != "GET" or not waiting_pages.has_waiting_form(
        request.session, address
    ):
        return []
    found = autosaved_forms.list_offered_forms(user, address, at=timezone.now())
    if not found:
        waiting_pages.remove_waiting_page(request.session, address)
    return found
