"""The profile at its own address, for machines and for people; no account, no name."""

import json
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from courses.records.profile.profile_document import MEDIA_TYPE, build_profile
from courses.records.profile.statement_templates import EVENTS
from courses.records.statements import iris
from elearning.languages import pick_text

_A_DAY = 60 * 60 * 24


class SeeOtherRedirect(HttpResponseRedirect):
    """Lead from the name of a thing to what tells about it (RFC 9110, 15.4.4)."""

    status_code = HTTPStatus.SEE_OTHER


@login_not_required
@require_safe
def show_profile(request: HttpRequest) -> HttpResponse:
    """Answer with the profile: a page for a browser, JSON-LD for everybody else."""
    wanted = request.get_preferred_type([MEDIA_TYPE, "application/json", "text/html"])
    answer = _page(request) if wanted == "text/html" else _document()
    patch_vary_headers(answer, ["Accept"])
    return answer


@login_not_required
@require_safe
def redirect_to_profile(request: HttpRequest) -> HttpResponse:
    """Lead from the profile as such to its newest version."""
    return _see_profile()


@login_not_required
@require_safe
def redirect_to_profile_part(request: HttpRequest, name: str) -> HttpResponse:
    """Lead from a template or a pattern to the profile that holds it."""
    return _lead(f"{iris.build_profile_version_iri()}/{name}")


@login_not_required
@require_safe
def redirect_to_profile_term(
    request: HttpRequest, folder: str, name: str
) -> HttpResponse:
    """Lead from a verb, an activity type or an extension of ours to the profile."""
    return _lead(iris.build_iri(folder, name))


def _lead(name: str) -> HttpResponse:
    made = build_profile()
    parts = [*made["concepts"], *made["templates"], *made["patterns"]]
    if name not in {one["id"] for one in parts}:
        raise Http404
    return _see_profile()


def _see_profile() -> HttpResponse:
    return SeeOtherRedirect(reverse("xapi-profile-version"))


def _document() -> HttpResponse:
    text = json.dumps(build_profile(), ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type=MEDIA_TYPE)
    patch_cache_control(answer, public=True, max_age=_A_DAY)
    return answer


def _page(request: HttpRequest) -> HttpResponse:
    events = [
        {
            "name": event.name,
            "label": pick_text(event.labels)[0],
            "meaning": pick_text(event.meanings)[0],
            "verb": event.verb.iri,
            "about": event.about.iri,
        }
        for event in EVENTS
    ]
    context = {"events": events, "version": iris.build_profile_version_iri()}
    return render(request, "records/profile.html", context)
