"""Page, service worker and manifest of the offline verifier."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from courses.certificates.offline import verifier_assets
from courses.certificates.verification.verification_limits import limit_machine_requests
from elearning.languages import CODES, get_current_language

#: Only scripts, styles and connections of the platform, and no form submission.
_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}


@login_not_required
@require_safe
def redirect_to_verifier(request: HttpRequest) -> HttpResponse:
    """Redirect to the page in the reader’s language."""
    return redirect("offline:page", language=get_current_language())


@login_not_required
@csp_override(_POLICY)
@require_safe
def show_verifier(request: HttpRequest, language: str) -> HttpResponse:
    """Show the verifier, the only page that may ask for the camera."""
    if language not in CODES:
        raise Http404
    answer = HttpResponse(verifier_assets.render_verifier_page(language))
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Content-Language"] = language
    answer.headers["Permissions-Policy"] = (
        "camera=(self), microphone=(), geolocation=()"
    )
    return answer


@login_not_required
@csp_override(_POLICY)
@require_safe
def serve_verifier_worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker; its scope is its folder."""
    answer = HttpResponse(
        verifier_assets.render_verifier_worker(),
        content_type="text/javascript; charset=utf-8",
    )
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


@login_not_required
@require_safe
def serve_verifier_manifest(request: HttpRequest) -> HttpResponse:
    """Return the manifest with name and icons, in the language of the requesting page."""
    asked = request.GET.get("language", "")
    with translation.override(asked if asked in CODES else get_current_language()):
        told = verifier_assets.build_verifier_manifest()
    answer = JsonResponse(
        told,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


@login_not_required
@limit_machine_requests
@require_safe
def list_status_lists(request: HttpRequest) -> HttpResponse:
    """Return the names of all status lists, so that a device can fetch them."""
    answer = JsonResponse({"lists": verifier_assets.list_status_list_names()})
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer
