"""The pages of the platform itself."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from elearning.installation import health as installation
from elearning.languages import CODES, get_current_language

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase


#: For how long what ``security.txt`` says may be relied on.
_VALID = timedelta(days=180)
#: What a form holds too much of: fields, files, or words.
_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@login_not_required
def redirect_to_language(request: HttpRequest) -> HttpResponse:
    """Send the bare address to the reader's language."""
    return redirect(f"/{get_current_language()}/")


@login_not_required
@never_cache
def report_health(request: HttpRequest) -> JsonResponse:
    """Tell a load balancer that the process answers and the database is there, else 503.

    With ``?whole`` the worker and the disk count as well, for monitoring: pages are served
    without them. What is wrong is told by ``manage.py health``, and to nobody outside.
    """
    if "whole" in request.GET:
        is_well = installation.measure_health().is_whole
    else:
        is_well = installation.is_database_available()
    status = "ok" if is_well else "failing"
    return JsonResponse({"status": status}, status=200 if is_well else 503)


@login_not_required
def serve_security_txt(request: HttpRequest) -> HttpResponse:
    """Tell whoever finds a weakness whom to tell (RFC 9116); 404 where nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = timezone.now().replace(microsecond=0) + _VALID
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until.isoformat()}",
        f"Preferred-Languages: {', '.join(CODES)}",
        f"Canonical: {settings.BASE_URL}{request.path}",
    )
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")


def answer_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read; a form that is too large is told so (RFC 9110 §15.5.14)."""
    if isinstance(exception, _TOO_LARGE):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def answer_csrf_failure(request: HttpRequest, reason: str = "") -> "HttpResponseBase":
    """Answer a form whose token is missing or old."""
    return render(request, "403_csrf.html", status=403)
