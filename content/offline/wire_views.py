"""What a device asks for: its worker, who is signed in, and where acts go."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from content.offline import contents
from content.offline.holders import holder_of, secret_of
from content.offline.taking import reading, receiving
from elearning.languages import CODES


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker, which may answer for the whole platform."""
    kind = "text/javascript; charset=utf-8"
    answer = HttpResponse(contents.worker(), content_type=kind)
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


@login_not_required
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """Tell a device whose it is, by an opaque word, and what her keys are made from.

    ``days`` is how long it keeps courses without asking again.
    """
    user: Any = request.user
    if not user.is_authenticated:
        return _signed_out()
    return JsonResponse(
        {
            "holder": holder_of(user),
            "secret": secret_of(user),
            "token": get_token(request),
            "language": user.language,
            "days": settings.OFFLINE_DAYS,
        }
    )


@login_not_required
@require_POST
def acts(request: HttpRequest) -> JsonResponse:
    """Take what was done on a device, at most 100 acts at a time; safe to repeat.

    A device says by ``X-Device-Holder`` whose acts they are: nothing is taken where
    somebody else has signed in between its asking who is there and its sending.
    """
    user: Any = request.user
    if not user.is_authenticated:
        return _signed_out()
    if request.headers.get("X-Device-Holder", holder_of(user)) != holder_of(user):
        return JsonResponse({"error": "other-person"}, status=409)
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
