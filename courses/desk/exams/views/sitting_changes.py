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
from courses.assessment.sittings import sitting_changes, sitting_schedule
from courses.desk.exams.forms import InvigilatorChangeForm, SittingMoveForm
from courses.desk.exams.sitting_lookup import get_sitting
from courses.desk.kit import access
from courses.desk.kit.account_access import ReasonForm
from elearning.accounts.signed_in_request import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*PLANNING_ROLES)
def cancel_exam_sitting(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Call a sitting off, after asking and with a reason."""
    shown = get_sitting(request.user, key, PLANNING_ROLES)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sitting_schedule.cancel_sitting(
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
@access.require_role(*PLANNING_ROLES)
def move_exam_sitting(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Give a sitting that has not opened another time, with a reason."""
    shown = get_sitting(request.user, key, PLANNING_ROLES)
    form = SittingMoveForm(request.POST or None, initial=_window(shown))
    if request.method == "POST" and form.is_valid():
        try:
            sitting_changes.move_sitting(
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
@access.require_role(*SITTING_ROLES)
def change_invigilator(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Let somebody else invigilate: for who plans there, and the invigilator herself."""
    shown = get_sitting(request.user, key)
    if shown.invigilator_id != request.user.pk:
        shown = get_sitting(request.user, key, PLANNING_ROLES)
    if not shown.is_invigilated:
        raise Http404
    form = InvigilatorChangeForm(request.POST or None, sitting=shown)
    if request.method == "POST" and form.is_valid():
        try:
            sitting_changes.reassign_invigilator(
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
