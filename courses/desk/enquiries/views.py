"""Learners’ questions in a trainer’s courses: waiting, answered, and one of them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.enquiries.forms import ReplyForm
from courses.desk.kit import access
from courses.desk.kit.form_page import render_form, submit_form
from courses.desk.kit.list_page import Tab, build_tabs, paginate_rows
from courses.enquiries.enquiry_context import (
    build_enquiry_contexts,
    render_enquiry_paragraph,
)
from courses.enquiries.enquiry_thread import reply_to_enquiry
from courses.enquiries.errors import EnquiryError
from courses.enquiries.models import Enquiry, EnquiryQuerySet, Reply
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest

_PAGE = 30


@require_safe
@access.require_role(Role.TRAINER)
def list_waiting_enquiries(request: SignedInRequest) -> HttpResponse:
    """List the unanswered questions, oldest first."""
    found = Enquiry.objects.answerable_by(request.user).waiting()
    return _listed(request, found.with_replies().order_by("pk"), "list")


@require_safe
@access.require_role(Role.TRAINER)
def list_answered_enquiries(request: SignedInRequest) -> HttpResponse:
    """List the answered questions, newest first."""
    found = Enquiry.objects.answerable_by(request.user)
    unanswered = found.waiting().values("pk")
    found = found.exclude(pk__in=unanswered).with_replies()
    return _listed(request, found, "answered")


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.TRAINER)
def show_enquiry(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a question beside its paragraph as the learner read it; a POST replies."""
    found = Enquiry.objects.answerable_by(request.user).with_replies()
    asked = get_object_or_404(found, key=key)
    form = ReplyForm(request.POST or None, language=asked.language)

    def act(given: dict[str, Any]) -> str:
        kind = Reply.Kind(given["kind"])
        reply_to_enquiry(asked, kind, given["text"], by=request.user)
        return _("Your answer has been saved. The person who asked will be notified.")

    back = "desk:enquiries:list"
    if done := submit_form(request, form, act, EnquiryError, back, field="text"):
        return done
    context = {
        "shown": build_enquiry_contexts([asked])[0],
        "enquiry": asked,
        "html": render_enquiry_paragraph(asked),
        "text": asked.version.text(asked.language),
        "form": form,
    }
    return render_form(request, "desk/enquiries/enquiry.html", context)


def _listed(
    request: SignedInRequest, found: EnquiryQuerySet, here: str
) -> HttpResponse:
    page = paginate_rows(request, found, _PAGE)
    context = {
        "title": _("Questions from learners"),
        "page": page,
        "lines": build_enquiry_contexts(page.object_list),
        "tabs": _tabs(request.user, here),
    }
    return render(request, "desk/enquiries/list.html", context)


def _tabs(user: User, here: str) -> list[Tab]:
    waits = Enquiry.objects.answerable_by(user).waiting().count()
    rows = (("list", _("Waiting"), waits), ("answered", _("Answered"), None))
    return build_tabs("enquiries", rows, here)
