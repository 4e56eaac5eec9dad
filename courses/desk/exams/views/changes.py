"""Changes of a planned sitting: called off, moved, passed to somebody else."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment.errors import SittingError
from courses.assessment.models import PLANNING_ROLES, SITTING_ROLES, Sitting
from courses.assessment.sittings import planning, replanning
from courses.desk import access
from courses.desk.accounts import ReasonForm
from courses.desk.exams.finding import sitting_of
from courses.desk.exams.forms import MoveForm, PassOnForm
from elearning.accounts.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*PLANNING_ROLES)
def cancel(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Call a sitting off, after asking and with a reason."""
    shown = sitting_of(request.user, key, PLANNING_ROLES)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            planning.cancel(
                shown,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except SittingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The sitting is called off."))
            return redirect("desk:exams:sittings")
    context = {"sitting": shown, "form": form}
    return render(request, "desk/exams/cancel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*PLANNING_ROLES)
def move(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Give a sitting that has not opened another time, with a reason."""
    shown = sitting_of(request.user, key, PLANNING_ROLES)
    form = MoveForm(request.POST or None, initial=_window(shown))
    if request.method == "POST" and form.is_valid():
        try:
            replanning.move(
                shown,
                opens_at=form.cleaned_data["opens_at"],
                closes_at=form.cleaned_data["closes_at"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except SittingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The sitting is moved. The people concerned are told.")
            )
            return redirect("desk:exams:sitting", key)
    context = {"sitting": shown, "form": form}
    return render(request, "desk/exams/move.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*SITTING_ROLES)
def pass_on(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Let somebody else invigilate: for who plans there, and the invigilator herself."""
    shown = sitting_of(request.user, key)
    if shown.invigilator_id != request.user.pk:
        shown = sitting_of(request.user, key, PLANNING_ROLES)
    if not shown.is_invigilated:
        raise Http404
    form = PassOnForm(request.POST or None, sitting=shown)
    if request.method == "POST" and form.is_valid():
        try:
            replanning.pass_on(
                shown,
                form.cleaned_data["invigilator"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except SittingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The sitting is passed on. Both are told."))
            return redirect("desk:exams:sitting", key)
    context = {"sitting": shown, "form": form}
    return render(request, "desk/exams/pass_on.html", context)


def _window(sitting: Sitting) -> dict[str, object]:
    opens, closes = (
        timezone.localtime(moment) for moment in (sitting.opens_at, sitting.closes_at)
    )
    return {
        "opens_on": opens.date(),
        "opens": opens.time(),
        "closes_on": closes.date() if closes.date() != opens.date() else None,
        "closes": closes.time(),
    }
