"""Template context of autosave."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from elearning.autosave import autosave_pages, autosaved_forms, waiting_pages
from elearning.autosave.autosave_payload import is_form_key
from elearning.autosave.middleware import FIELD

if TYPE_CHECKING:
    from django.http import HttpRequest

    from elearning.autosave.models import UnsentForm


def describe_autosave(request: "HttpRequest") -> dict[str, Any]:
    """Return the autosave settings of this page and the saved input to offer.

    The result is empty if autosave is disabled. ``offered`` are the saved forms without
    their content. ``is_answer`` tells that this page answers a form, and ``before`` is
    its key. Only pages with saved input query the database.
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
    """Return the forms to offer; none on a page sent back, which holds the input already."""
    if request.method != "GET" or not waiting_pages.has_waiting_form(
        request.session, address
    ):
        return []
    found = autosaved_forms.list_offered_forms(user, address, at=timezone.now())
    if not found:
        waiting_pages.remove_waiting_page(request.session, address)
    return found
