"""A release at a set time, and the weight that a page may have: planned, called off, let pass."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses import budgets, planning, proposing
from courses.desk import access
from courses.desk.release_forms import PlanForm, WeightReasonForm
from courses.errors import ReleaseError
from courses.models import Course, PlannedRelease
from elearning.accounts.requests import SignedInRequest


@require_POST
@access.for_roles(*access.RELEASERS)
def plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """Have the proposal on the screen released at a moment."""
    course = get_object_or_404(access.courses_of(request.user), slug=slug)
    form, seen = PlanForm(request.POST), request.POST.get("seen") or "-"
    if not form.is_valid():
        for error in form.errors["due"]:
            messages.error(request, str(error))
        return redirect("desk:release-course", slug)
    try:
        made = planning.plan(
            course, due=form.cleaned_data["due"], by=request.user, seen=seen
        )
    except ReleaseError as error:
        _say(request, error)
    else:
        moment = date_format(localtime(made.due), "DATETIME_FORMAT")
        messages.success(
            request,
            _(
                "Planned for %(moment)s. If anything changes before, nothing is released."
            )
            % {"moment": moment},
        )
    return redirect("desk:release-course", slug)


@require_POST
@access.for_roles(*access.RELEASERS)
def cancel(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Call a planned release off."""
    course = get_object_or_404(access.courses_of(request.user), slug=slug)
    planned = get_object_or_404(PlannedRelease, course=course, pk=pk)
    try:
        planning.cancel(planned, by=request.user)
    except ReleaseError as error:
        _say(request, error)
    else:
        messages.success(request, _("The release is called off."))
    return redirect("desk:release-course", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.RELEASERS)
def allow_weight(request: SignedInRequest, slug: str, version: int) -> HttpResponse:
    """Let a page pass that weighs more than its budget, with a reason."""
    course: Course = get_object_or_404(access.courses_of(request.user), slug=slug)
    waiting = budgets.overweight(proposing.Proposal(course).fresh)
    one = next((heavy for heavy in waiting if heavy.version.pk == version), None)
    if one is None:
        raise Http404
    form = WeightReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        budgets.allow(one.version, by=request.user, **form.cleaned_data)
        messages.success(request, _("Noted. The page may be released as it is."))
        return redirect("desk:release-course", slug)
    context = {"course": course, "heavy": one, "form": form}
    return render(request, "desk/allow_weight.html", context)


def _say(request: SignedInRequest, error: ReleaseError) -> None:
    for reason in error.reasons:
        messages.error(request, reason)
