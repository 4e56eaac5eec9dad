"""Passes that a corrected key turned: those who decide see the facts; nothing follows by itself."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.corrections import regrading
from courses.assessment.errors import BankError
from courses.assessment.models import REVIEWING_ROLES, Regrading
from courses.certificates.models import Certificate
from courses.desk import access
from courses.desk.corrections.forms import ReviewForm
from elearning.accounts.requests import SignedInRequest
from elearning.audit import trail

_PAGE = 50


@require_safe
@access.for_roles(*access.PERSONNEL)
def passes(request: SignedInRequest) -> HttpResponse:
    """List the passes of people in the remit that were lost; the look is audited."""
    found = _known(request).order_by("review", "-pk")
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    trail.write(
        "assessment.lost_passes_viewed",
        by=request.user,
        page=page.number,
        attempts=[str(one.attempt.key) for one in page],
    )
    context = {
        "title": _("Passes after a corrected key"),
        "label": _("Passes to decide about"),
        "page": page,
        "decides": request.user.has_role(*REVIEWING_ROLES),
    }
    return render(request, "desk/corrections/passes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*REVIEWING_ROLES)
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide about a pass that was lost; the look is audited."""
    one = get_object_or_404(_known(request), pk=pk)
    learner = one.attempt.enrolment.learner
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            regrading.review(
                one, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except BankError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The decision is kept."))
            return redirect("desk:corrections:passes")
    if request.method != "POST":
        trail.write(
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
    status = 400 if form.errors else 200
    return render(request, "desk/corrections/review.html", context, status=status)


def _known(request: SignedInRequest) -> Any:
    found = Regrading.objects.visible_to(request.user).lost()
    return found.select_related(
        "attempt__enrolment__learner",
        "attempt__enrolment__course",
        "correction__question__version__unit",
        "review__by",
    )
