"""The pages of the platform itself."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from elearning.languages import current

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase


#: What a form holds too much of: fields, files, or words.
_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@login_not_required
def root(request: HttpRequest) -> HttpResponse:
    """Send the bare address to the reader's language."""
    return redirect(f"/{current()}/")


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Tell a load balancer that the process answers and the database is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read; a form that is too large is told so (RFC 9110 §15.5.14)."""
    if isinstance(exception, _TOO_LARGE):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def stale_form(request: HttpRequest, reason: str = "") -> "HttpResponseBase":
    """Answer a form whose token is missing or old."""
    return render(request, "403_csrf.html", status=403)
