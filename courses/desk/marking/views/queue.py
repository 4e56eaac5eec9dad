"""The lists of the desk of marking."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.desk import access
from courses.desk.marking import listing
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role

_PAGE = 50


@require_safe
@access.for_roles(Role.TRAINER)
def queue(request: SignedInRequest) -> HttpResponse:
    """List what waits to be marked, by course and language."""
    context = {
        "lines": listing.lines(request.user),
        "tabs": listing.tabs(request.user, "queue"),
    }
    return render(request, "desk/marking/queue.html", context)


@require_safe
@access.for_roles(Role.TRAINER)
def disagreements(request: SignedInRequest) -> HttpResponse:
    """List the answers whose two markers do not agree."""
    found = listing.disagreeing(request.user)
    context = {
        "title": _("Marking"),
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "tabs": listing.tabs(request.user, "disagreements"),
    }
    return render(request, "desk/marking/disagreements.html", context)


@require_safe
@access.for_roles(Role.TRAINER)
def mine(request: SignedInRequest) -> HttpResponse:
    """List what the user gave so far."""
    found = listing.marks_of(request.user)
    context = {
        "title": _("Marking"),
        "label": _("My marks"),
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "tabs": listing.tabs(request.user, "mine"),
    }
    return render(request, "desk/marking/mine.html", context)
