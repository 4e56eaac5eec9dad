"""Passes lost through a corrected key; people decide on each, nothing is automatic."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.corrections import regrades
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import REVIEWING_ROLES, Regrading
from courses.certificates.models import Certificate
from courses.desk.corrections.forms import LostPassReviewForm
from courses.desk.kit import access
from courses.desk.kit.form_page import render_form, submit_form
from courses.desk.kit.list_page import paginate_rows
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_safe
@access.require_role(*access.PERSONNEL)
def list_lost_passes(request: SignedInRequest) -> HttpResponse:
    """List the lost passes of people in the remit; viewing is audited."""
    found = _known(request).order_by("review", "-pk")
    page = paginate_rows(request, found)
    audit_log.record_action(
        "assessment.lost_passes_viewed",
        by=request.user,
        page=page.number,
        attempts=[str(one.attempt.key) for one in page],
    )
    context = {
        "title": _("Passes after an answer key correction"),
        "label": _("Passes to decide on"),
        "page": page,
        "decides": request.user.has_role(*REVIEWING_ROLES),
    }
    return render(request, "desk/corrections/passes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*REVIEWING_ROLES)
def review_lost_pass(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide on a lost pass; viewing is audited."""
    one = get_object_or_404(_known(request), pk=pk)
    learner = one.attempt.enrolment.learner
    form = LostPassReviewForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        regrades.review_lost_pass(one, by=request.user, at=timezone.now(), **given)
        return _("The decision has been saved.")

    back = "desk:corrections:passes"
    if done := submit_form(request, form, act, QuestionBankError, back):
        return done
    if request.method != "POST":
        audit_log.record_action(
            "assessment.lost_passes_viewed",
            by=request.user,
            on=one.attempt,
            person=learner.key,
        )
    earned = Certificate.objects.filter(completion__enrolment=one.attempt.enrolment)
    context = {
        "regrading": one,
        "person": learner,
        "certificate": earned.with_fate().first(),
        "form": form,
    }
    return render_form(request, "desk/corrections/review.html", context)


def _known(request: SignedInRequest) -> Any:
    found = Regrading.objects.visible_to(request.user).lost()
    return found.select_related(
        "attempt__enrolment__learner",
        "attempt__enrolment__course",
        "correction__question__version__unit",
        "review__by",
    )
