"""Device API: service worker, session, and acts."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from content.offline import app_shell
from content.offline.device_identity import derive_holder_id, derive_holder_secret
from content.offline.intake import act_intake, act_parser
from elearning.languages import CODES


@login_not_required
@require_safe
def serve_service_worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker, with the whole platform as its scope."""
    kind = "text/javascript; charset=utf-8"
    answer = HttpResponse(app_shell.render_service_worker(), content_type=kind)
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


@login_not_required
@require_safe
def serve_device_session(request: HttpRequest) -> JsonResponse:
    """Return the opaque holder id of the signed-in person, and their key secret.

    ``days`` is how long a device keeps courses without asking again.
    """
    user: Any = request.user
    if not user.is_authenticated:
        return _signed_out()
    return JsonResponse(
        {
            "holder": derive_holder_id(user),
            "secret": derive_holder_secret(user),
            "token": get_token(request),
            "language": user.language,
            "days": settings.OFFLINE_DAYS,
        }
    )


@login_not_required
@require_POST
def accept_device_acts(request: HttpRequest) -> JsonResponse:
    """Receive device acts, at most 100 at a time; safe to repeat.

    ``X-Device-Holder`` names the owner of the acts: they are refused if somebody else
    has signed in between the session request and the sending.
    """
    user: Any = request.user
    if not user.is_authenticated:
        return _signed_out()
    if request.headers.get(
        "X-Device-Holder", derive_holder_id(user)
    ) != derive_holder_id(user):
        return JsonResponse({"error": "other-person"}, status=409)
    if int(request.META.get("CONTENT_LENGTH") or 0) > act_parser.HEAVIEST:
        return JsonResponse({"error": "too-large"}, status=413)
    try:
        sent = act_parser.parse_act_list(request.body)
    except act_parser.UnreadableActError:
        return JsonResponse({"error": "unreadable"}, status=400)
    answers = act_intake.receive_acts(user, sent, at=timezone.now())
    asked = request.GET.get("language", "")
    with translation.override(asked if asked in CODES else user.language):
        return JsonResponse({"acts": [answer.told for answer in answers]})


def _signed_out() -> JsonResponse:
    return JsonResponse({"error": "signed-out"}, status=401)
