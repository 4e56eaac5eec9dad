"""Views of device downloads: the manifest, each page, and the progress so far."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.learner_view import CourseReader, find_course_reader
from content.offline.bundle.course_bundle import (
    CourseBundle,
    PackedPage,
    build_course_bundle,
)
from content.offline.bundle.progress_acts import list_progress_acts
from courses.models import Course
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import get_current_language


@require_safe
def download_bundle_manifest(request: SignedInRequest, slug: str) -> JsonResponse:
    """Return the list of downloads of a course, with its size."""
    bundle = _bundle(_reader(request, slug))
    return JsonResponse(
        {
            "course": slug,
            "title": bundle.title,
            "edition": bundle.edition,
            "digest": bundle.digest,
            "language": bundle.language,
            "bytes": bundle.size,
            "url": request.path,
            "so_far": reverse("device:so-far", args=[slug]),
            "pages": [_listed(slug, page) for page in bundle.pages],
            "assets": [
                {"path": path, "bytes": weight}
                for path, weight in bundle.assets.items()
            ],
        }
    )


@require_safe
def download_device_page(
    request: SignedInRequest, slug: str, kind: str, name: str
) -> HttpResponse:
    """Return a device page, the same for everybody on that edition."""
    found = _bundle(_reader(request, slug)).page(kind, name)
    if found is None:
        raise Http404
    return HttpResponse(found.html)


@require_safe
def download_progress_acts(request: SignedInRequest, slug: str) -> JsonResponse:
    """Return the learner’s progress on the course as acts."""
    reader = _reader(request, slug)
    return JsonResponse(
        {"acts": list_progress_acts(reader, language=get_current_language())}
    )


@require_safe
def redirect_to_practice(request: SignedInRequest, slug: str) -> HttpResponse:
    """Redirect to the online practice page of the course."""
    address = _reader(request, slug).practice_url
    if not address:
        raise Http404
    return redirect(address)


def _reader(request: SignedInRequest, slug: str) -> CourseReader:
    """Return the reader of a course that the learner is on and has not finished."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    reader = find_course_reader(request.user, course)
    if reader is None or not reader.is_under_way:
        raise Http404
    return reader


def _bundle(reader: CourseReader) -> CourseBundle:
    return build_course_bundle(reader.course, reader.edition)


def _listed(slug: str, page: PackedPage) -> dict[str, Any]:
    return {
        "path": page.path,
        "url": reverse("device:page", args=[slug, page.kind, page.name]),
        "kind": page.kind,
        "title": page.title,
        "unit": page.unit,
        "bytes": len(page.content),
        "digest": page.digest,
    }
