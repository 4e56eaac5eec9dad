"""Views of the device home page, offline page, script texts and web manifest."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.offline import app_shell
from elearning.languages import get_current_language


@login_not_required
@require_safe
def show_device_home(request: HttpRequest) -> HttpResponse:
    """Show the page of courses on this device; the server knows nothing of them."""
    return render(request, "offline/device/here.html")


@login_not_required
@require_safe
def show_offline_page(request: HttpRequest) -> HttpResponse:
    """Return the page that a device shows without a network."""
    return _public(HttpResponse(app_shell.render_offline_page(get_current_language())))


@login_not_required
@require_safe
def serve_script_texts(request: HttpRequest) -> HttpResponse:
    """Return the texts of the device scripts."""
    return _public(JsonResponse(app_shell.build_script_texts(get_current_language())))


@login_not_required
@require_safe
def serve_web_manifest(request: HttpRequest) -> HttpResponse:
    """Return the web app manifest."""
    answer = JsonResponse(
        app_shell.build_web_manifest(get_current_language()),
        content_type="application/manifest+json",
    )
    return _public(answer)


def _public(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer
