"""Public views of the profile, for machines and people, without sign-in or names."""

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
    """A redirect from the IRI of a thing to its description (RFC 9110, 15.4.4)."""

    status_code = HTTPStatus.SEE_OTHER


@login_not_required
@require_safe
def show_profile(request: HttpRequest) -> HttpResponse:
    """Return the profile: a page for browsers, JSON-LD for all other clients."""
    wanted = request.get_preferred_type([MEDIA_TYPE, "application/json", "text/html"])
    answer = _page(request) if wanted == "text/html" else _document()
    patch_vary_headers(answer, ["Accept"])
    return answer


@login_not_required
@require_safe
def redirect_to_profile(request: HttpRequest) -> HttpResponse:
    """Redirect the IRI of the profile to its newest version."""
    return _see_profile()


@login_not_required
@require_safe
def redirect_to_profile_part(request: HttpRequest, name: str) -> HttpResponse:
    """Redirect the IRI of a template or pattern to the profile."""
    return _lead(f"{iris.build_profile_version_iri()}/{name}")


@login_not_required
@require_safe
def redirect_to_profile_term(
    request: HttpRequest, folder: str, name: str
) -> HttpResponse:
    """Redirect the IRI of one of our verbs, activity types or extensions to the profile."""
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
