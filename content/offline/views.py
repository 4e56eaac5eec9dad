"""What a device asks for: its page, its worker, who is signed in, and where acts go."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from content.offline import contents
from content.offline.holders import holder_of, secret_of
from content.offline.taking import reading, receiving
from elearning.languages import CODES, current


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


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker, which may answer for the whole platform."""
    kind = "text/javascript; charset=utf-8"
    answer = HttpResponse(contents.worker(), content_type=kind)
    answer.headers["Service-Worker-Allowed"] = "/"
    return _public(answer)


@login_not_required
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """Tell a device whose it is, by an opaque word, and what her keys are made from."""
    user: Any = request.user
    if not user.is_authenticated:
        return _signed_out()
    return JsonResponse(
        {
            "holder": holder_of(user),
            "secret": secret_of(user),
            "token": get_token(request),
            "language": user.language,
        }
    )


@login_not_required
@require_POST
def acts(request: HttpRequest) -> JsonResponse:
    """Take what was done on a device, at most 100 acts at a time; safe to repeat."""
    user: Any = request.user
    if not user.is_authenticated:
        return _signed_out()
    if int(request.META.get("CONTENT_LENGTH") or 0) > reading.HEAVIEST:
        return JsonResponse({"error": "too-large"}, status=413)
    try:
        sent = reading.acts_in(request.body)
    except reading.UnreadableError:
        return JsonResponse({"error": "unreadable"}, status=400)
    answers = receiving.receive(user, sent, at=timezone.now())
    asked = request.GET.get("language", "")
    with translation.override(asked if asked in CODES else user.language):
        return JsonResponse({"acts": [answer.told for answer in answers]})


def _signed_out() -> JsonResponse:
    return JsonResponse({"error": "signed-out"}, status=401)


def _public(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer
