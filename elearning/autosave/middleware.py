"""Removal of autosaved input when its form is sent."""

from typing import TYPE_CHECKING

from django.utils import timezone

from elearning.autosave import autosaved_forms

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

#: The hidden field with the autosave key of a form; see static/…/kept_entries.js.
FIELD = "unsent"
_REFUSED = 400


class SentFormsMiddleware:
    """Discard the saved input of a form that was accepted.

    A form that arrives after its sender was signed out is not settled.
    """

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        response = self.get_response(request)
        if (
            request.method == "POST"
            and response.status_code < _REFUSED
            and request.user.is_authenticated
            and (keys := request.POST.getlist(FIELD))
        ):
            autosaved_forms.settle_sent_forms(request.user, keys, at=timezone.now())
        return response
