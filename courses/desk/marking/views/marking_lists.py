"""Lists of open answers for markers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.desk.kit import access
from courses.desk.kit.list_page import paginate_rows
from courses.desk.marking import marking_queue
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(Role.TRAINER)
def show_marking_queue(request: SignedInRequest) -> HttpResponse:
    """List the answers to mark, by course and language."""
    context = {
        "lines": marking_queue.list_queue_rows(request.user),
        "tabs": marking_queue.build_marking_tabs(request.user, "queue"),
    }
    return render(request, "desk/marking/queue.html", context)


@require_safe
@access.require_role(Role.TRAINER)
def list_disagreements(request: SignedInRequest) -> HttpResponse:
    """List the answers whose two markers disagree."""
    found = marking_queue.list_disputed_answers(request.user)
    context = {
        "title": _("Marking"),
        "page": paginate_rows(request, found),
        "tabs": marking_queue.build_marking_tabs(request.user, "disagreements"),
    }
    return render(request, "desk/marking/disagreements.html", context)


@require_safe
@access.require_role(Role.TRAINER)
def list_own_marks(request: SignedInRequest) -> HttpResponse:
    """List the marks that the user has given."""
    found = marking_queue.list_given_marks(request.user)
    context = {
        "title": _("Marking"),
        "label": _("My marks"),
        "page": paginate_rows(request, found),
        "tabs": marking_queue.build_marking_tabs(request.user, "mine"),
    }
    return render(request, "desk/marking/mine.html", context)
