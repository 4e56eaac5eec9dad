"""What a device downloads: the list of it, each page, and what its owner did so far."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.offline.bundle.bundle import Bundle, Packed, bundle_of
from content.offline.bundle.so_far import acts_so_far
from content.reading import Reader, reader_of
from courses.models import Course
from elearning.accounts.requests import SignedInRequest
from elearning.languages import current


@require_safe
def manifest(request: SignedInRequest, slug: str) -> JsonResponse:
    """Say what is downloaded of a course, and how much it is."""
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
def page(request: SignedInRequest, slug: str, kind: str, name: str) -> HttpResponse:
    """Return a page as it is kept: the same for everybody on that edition."""
    found = _bundle(_reader(request, slug)).page(kind, name)
    if found is None:
        raise Http404
    return HttpResponse(found.html)


@require_safe
def so_far(request: SignedInRequest, slug: str) -> JsonResponse:
    """Return what the learner did on the course so far, in the form of acts."""
    reader = _reader(request, slug)
    return JsonResponse({"acts": acts_so_far(reader, language=current())})


@require_safe
def practice(request: SignedInRequest, slug: str) -> HttpResponse:
    """Lead to the page on which the course is practised while there is a connection."""
    address = _reader(request, slug).practice_url
    if not address:
        raise Http404
    return redirect(address)


def _reader(request: SignedInRequest, slug: str) -> Reader:
    """Return the learner as a reader of a course that she is on and has not finished."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    reader = reader_of(request.user, course)
    if reader is None or not reader.is_under_way:
        raise Http404
    return reader


def _bundle(reader: Reader) -> Bundle:
    return bundle_of(reader.course, reader.edition)


def _listed(slug: str, page: Packed) -> dict[str, Any]:
    return {
        "path": page.path,
        "url": reverse("device:page", args=[slug, page.kind, page.name]),
        "kind": page.kind,
        "title": page.title,
        "unit": page.unit,
        "bytes": len(page.content),
        "digest": page.digest,
    }
