"""Equivalent training: entered by one person, decided by another (curriculum R13)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.kit import access
from courses.desk.recognition.forms import CreditDecisionForm, CreditForm
from courses.desk.recognition.views.recognition_entries import (
    build_entries_page,
    build_entry_page,
    handle_entry_decision,
    handle_entry_form,
)
from courses.recognition import lesson_credits
from courses.recognition.models import Credit
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(*access.PERSONNEL)
def list_training_credits(request: SignedInRequest) -> HttpResponse:
    """List equivalent training, waiting entries first; the view is audited."""
    page = build_entries_page(request, _known(request), "recognition.credits_viewed")
    context = {
        "title": _("Equivalent training"),
        "label": _("Entries, waiting ones first"),
        "page": page,
    }
    return render(request, "desk/recognition/credits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_training_credit(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Enter equivalent training of a person."""
    somebody = access.get_person_in_remit(request.user, key)

    def propose(given: dict[str, Any]) -> None:
        lesson_credits.propose_credit(
            somebody, by=request.user, at=timezone.now(), **given
        )

    return handle_entry_form(
        request,
        somebody,
        CreditForm(request.POST or None),
        propose,
        title=_("Enter equivalent training"),
        lead=_(
            "Some training counts as lessons of a course. The final exam "
            "must always be taken."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def decide_training_credit(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show an entry; a second person confirms or declines it."""
    one = get_object_or_404(_known(request), key=key)
    title, back = _("Equivalent training"), "desk:recognition:credits"
    return handle_entry_decision(
        request,
        one,
        CreditDecisionForm(request.POST or None),
        lesson_credits.decide_credit,
        build_entry_page(request, one, title, one.rule.course_code, back),
        (
            _("Confirmed. The lessons count as done."),
            _("Declined. Nothing is credited."),
        ),
        "desk/recognition/credit.html",
    )


def _known(request: SignedInRequest) -> Any:
    rows = Credit.objects.visible_to(request.user)
    return rows.select_related("learner", "rule", "proposed_by", "decision__by")
