"""What a device shows of the platform: its page, its words, how it is installed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.offline import contents
from elearning.languages import current


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is on this device; the page itself knows nothing of it."""
    return render(request, "offline/device/here.html")


@login_not_required
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Answer with the page that a device shows without a network."""
    return _public(HttpResponse(contents.shell(current())))


@login_not_required
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Answer with what scripts say about the device."""
    return _public(JsonResponse(contents.words(current())))


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Answer with the platform's name and icons for whoever installs it."""
    answer = JsonResponse(
        contents.manifest(current()), content_type="application/manifest+json"
    )
    return _public(answer)


def _public(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer
