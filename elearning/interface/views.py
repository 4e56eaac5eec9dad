"""Pages of the platform itself."""

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


#: The validity of ``security.txt``.
_VALID = timedelta(days=180)
#: Limits of a form: fields, files and size.
_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@login_not_required
def redirect_to_language(request: HttpRequest) -> HttpResponse:
    """Redirect the bare address to the reader’s language."""
    return redirect(f"/{get_current_language()}/")


@login_not_required
@never_cache
def report_health(request: HttpRequest) -> JsonResponse:
    """Answer 200 if the process and the database respond, else 503; for load balancers.

    With ``?whole``, worker and disk are checked too, for monitoring: pages are served
    without them. Details are given only by ``manage.py health``.
    """
    if "whole" in request.GET:
        is_well = installation.measure_health().is_whole
    else:
        is_well = installation.is_database_available()
    status = "ok" if is_well else "failing"
    return JsonResponse({"status": status}, status=200 if is_well else 503)


@login_not_required
def serve_security_txt(request: HttpRequest) -> HttpResponse:
    """Return the contact for security reports (RFC 9116); 404 if none is configured."""
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
    """Answer 413 to a form that is too large (RFC 9110 §15.5.14), otherwise 400."""
    if isinstance(exception, _TOO_LARGE):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def answer_csrf_failure(request: HttpRequest, reason: str = "") -> "HttpResponseBase":
    """Answer a form with a missing or old CSRF token."""
    return render(request, "403_csrf.html", status=403)
