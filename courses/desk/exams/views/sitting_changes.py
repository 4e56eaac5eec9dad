"""Changes of a planned sitting: cancelling, moving, another invigilator."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment.errors import SittingError
from courses.assessment.models import PLANNING_ROLES, SITTING_ROLES, Sitting
from courses.assessment.sittings import sitting_changes, sitting_schedule
from courses.desk.exams.forms import InvigilatorChangeForm, SittingMoveForm
from courses.desk.exams.sitting_candidates import get_sitting
from courses.desk.kit import access
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.form_page import FormPage, render_form, submit_form
from elearning.accounts.signed_in_request import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*PLANNING_ROLES)
def cancel_exam_sitting(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Cancel a sitting after confirmation, with a reason."""
    shown = get_sitting(request.user, key, PLANNING_ROLES)
    page = _form_page(
        shown,
        _("Call off the sitting"),
        _(
            "Nobody can start in it any more. Anyone already writing "
            "continues to the end of their time."
        ),
        is_danger=True,
    )

    def act(given: dict[str, Any]) -> str | HttpResponse:
        sitting_schedule.cancel_sitting(
            shown, by=request.user, at=timezone.now(), **given
        )
        messages.success(request, _("Sitting called off."))
        return redirect("desk:exams:sittings")

    return _change(request, shown, ReasonForm(request.POST or None), page, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*PLANNING_ROLES)
def move_exam_sitting(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Move a sitting that has not opened to another time, with a reason."""
    shown = get_sitting(request.user, key, PLANNING_ROLES)
    form = SittingMoveForm(request.POST or None, initial=_window(shown))
    page = _form_page(
        shown,
        _("Move the sitting"),
        _(
            "The code stays the same. The learners of the establishment and "
            "the invigilator are notified of the new time."
        ),
    )

    def act(given: dict[str, Any]) -> str:
        sitting_changes.move_sitting(
            shown,
            opens_at=given["opens_at"],
            closes_at=given["closes_at"],
            reason=given["reason"],
            by=request.user,
            at=timezone.now(),
        )
        return _("Sitting moved. The people concerned have been notified.")

    return _change(request, shown, form, page, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*SITTING_ROLES)
def change_invigilator(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Pass a sitting to another invigilator; for its planners and its invigilator."""
    shown = get_sitting(request.user, key)
    if shown.invigilator_id != request.user.pk:
        shown = get_sitting(request.user, key, PLANNING_ROLES)
    if not shown.is_invigilated:
        raise Http404
    form = InvigilatorChangeForm(request.POST or None, sitting=shown)
    page = _form_page(
        shown,
        _("Pass to another invigilator"),
        _(
            "From now on a different code opens the exam, and only the new "
            "invigilator sees it. Anyone who has already started continues "
            "without a code. Both invigilators are notified."
        ),
    )

    def act(given: dict[str, Any]) -> str:
        sitting_changes.reassign_invigilator(
            shown, given.pop("invigilator"), by=request.user, at=timezone.now(), **given
        )
        return _("Sitting passed to another invigilator. Both have been notified.")

    return _change(request, shown, form, page, act)


def _form_page(
    sitting: Sitting, title: str, intro: str, *, is_danger: bool = False
) -> FormPage:
    return FormPage(
        title,
        back=reverse("desk:exams:sitting", args=[sitting.key]),
        about=f"{sitting.course.code}, {sitting.establishment.title}",
        intro=intro,
        is_danger=is_danger,
    )


def _change(
    request: SignedInRequest,
    sitting: Sitting,
    form: forms.Form,
    page: FormPage,
    act: Callable[[dict[str, Any]], str | HttpResponse],
) -> HttpResponse:
    """Show the form of a change with the window of ``sitting``, or make the change."""
    context = {"sitting": sitting, "form": form, "page": page}
    done = submit_form(request, form, act, SittingError, page.back)
    return done or render_form(request, "desk/exams/change.html", context)


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
