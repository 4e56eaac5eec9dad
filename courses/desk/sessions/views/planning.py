"""Plan a session, change it, call it off; add a course to plan sessions of."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.classroom import planning, replanning
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Session
from courses.compliance.errors import ComplianceError
from courses.compliance.qualifying import make_classroom_course
from courses.desk import access
from courses.desk.accounts import ReasonForm
from courses.desk.sessions.finding import session_of
from courses.desk.sessions.forms import (
    ChangeForm,
    CourseForm,
    DayForms,
    PlanForm,
    days_now,
    held_now,
    planned,
)
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.languages import CODES


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def plan(request: SignedInRequest) -> HttpResponse:
    """Plan a session for an establishment of the remit."""
    asked = {name: request.GET.get(name) for name in ("course", "establishment")}
    form = PlanForm(request.POST or None, by=request.user, initial=asked)
    days = DayForms(request.POST or None, prefix="day")
    if request.method == "POST" and form.is_valid() and days.is_valid():
        given = form.cleaned_data
        try:
            made = planning.plan(
                given["course"],
                given["establishment"],
                planned(form, days),
                language=given["language"],
                enough=given["enough"],
                may_ask=given["may_ask"],
                by=request.user,
                at=timezone.now(),
            )
        except ClassroomError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The session is planned. Now register people."))
            return redirect(made)
    has_courses = form.fields["course"].queryset.exists()  # type: ignore[attr-defined]
    context = {
        "form": form,
        "days": days,
        "has_courses": has_courses,
        "may_add": request.user.has_role(Role.MINISTRY_HR),
    }
    return _filled(request, "desk/sessions/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def change(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Change when, where, by whom or for how many a session is held, with a reason."""
    shown = session_of(Session.objects.managed_by(request.user), key)
    form = ChangeForm(request.POST or None, initial=held_now(shown))
    days = DayForms(request.POST or None, prefix="day", initial=days_now(shown))
    if request.method == "POST" and form.is_valid() and days.is_valid():
        try:
            replanning.change(
                shown,
                planned(form, days),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except ClassroomError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The session is changed. The people concerned are told.")
            )
            return redirect(shown)
    context = {"session": shown, "form": form, "days": days}
    return _filled(request, "desk/sessions/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def cancel(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Call a session off, after asking and with a reason."""
    shown = session_of(Session.objects.managed_by(request.user), key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            replanning.cancel(shown, reason=reason, by=request.user, at=timezone.now())
        except ClassroomError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("The session is called off. The people concerned are told.")
            )
            return redirect("desk:sessions:list")
    context = {"session": shown, "form": form}
    return render(request, "desk/sessions/cancel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.MINISTRY_HR)
def add_course(request: SignedInRequest) -> HttpResponse:
    """Add a course that is held in a classroom; rules may ask for it then."""
    form = CourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            course = make_classroom_course(
                given["code"],
                {code: given[f"title_{code}"] for code in CODES},
                {code: given[f"public_title_{code}"] for code in CODES},
                hours=given["hours"],
                validity_months=given["validity_months"],
                by=request.user,
            )
        except ComplianceError as error:
            form.add_error(None, str(error))
        else:
            said = _("%(code)s is added. Plan its sessions, and ask for it by a rule.")
            messages.success(request, said % {"code": course.code})
            return redirect("desk:sessions:list")
    return render(request, "desk/sessions/course.html", {"form": form})


def _filled(
    request: SignedInRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Render a form with its days: the first one open, the others as far as they are used."""
    days = context["days"]
    lines = list(days)
    context["first"], context["more"] = lines[0], lines[1:]
    context["is_more_used"] = any(
        line.errors or line.initial or (line.is_bound and line.has_changed())
        for line in lines[1:]
    )
    return render(request, template, context)
