"""Middleware for publications refused inside the studio."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse

from content.publishing.translation_order import (
    EarlyTranslationError,
    build_editor_url,
    record_refused_publication,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


class EarlyTranslationMiddleware:
    """Redirects to the draft that may not be published yet, with advice.

    The changes of the refused action have been rolled back; the draft stays.
    """

    def __init__(
        self, get_response: "Callable[[HttpRequest], HttpResponseBase]"
    ) -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponseBase":
        return self.get_response(request)

    def process_exception(
        self, request: "HttpRequest", error: Exception
    ) -> "HttpResponse | None":
        """Answer ``EarlyTranslationError``; leave all other errors alone."""
        if not isinstance(error, EarlyTranslationError):
            return None
        words, url = str(error), build_editor_url(error.thing)
        record_refused_publication(error.thing, words, by=request.user)
        messages.error(request, words)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": url})
        return HttpResponseRedirect(url)
