"""Sessions planned, changed and cancelled, and new classroom courses."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.classroom import session_changes, session_schedule
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Session
from courses.compliance.errors import ComplianceError
from courses.compliance.pageless_courses import create_classroom_course
from courses.desk.kit import access
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.form_page import (
    FormPage,
    build_crumbs,
    handle_form_page,
    render_form,
    submit_form,
)
from courses.desk.sessions.forms import (
    ClassroomCourseForm,
    DayForms,
    SessionChangeForm,
    SessionPlanForm,
    build_days_initial,
    build_details_initial,
    build_session_plan,
)
from courses.desk.sessions.session_lookup import (
    build_session_form_page,
    get_classroom_session,
)
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def plan_classroom_session(request: SignedInRequest) -> HttpResponse:
    """Plan a session for an establishment of the remit."""
    asked = {name: request.GET.get(name) for name in ("course", "establishment")}
    form = SessionPlanForm(request.POST or None, by=request.user, initial=asked)
    days = DayForms(request.POST or None, prefix="day")

    kept = ("course", "establishment", "language", "enough", "may_ask")

    def act(given: dict[str, Any]) -> HttpResponse:
        made = session_schedule.plan_session(
            session_schedule.SessionTerms(**{name: given[name] for name in kept}),
            build_session_plan(form, days),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Session planned. Now register people."))
        return redirect(made)

    if days.is_valid() and (
        done := submit_form(request, form, act, ClassroomError, request.path)
    ):
        return done
    has_courses = form.fields["course"].queryset.exists()  # type: ignore[attr-defined]
    context = {
        "form": form,
        "days": days,
        "has_courses": has_courses,
        "may_add": request.user.has_role(Role.MINISTRY_HR),
    }
    return _filled(request, "desk/sessions/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def change_classroom_session(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Change the days, place, teacher or seats of a session, with a reason."""
    shown = get_classroom_session(Session.objects.managed_by(request.user), key)
    form = SessionChangeForm(request.POST or None, initial=build_details_initial(shown))
    days = DayForms(
        request.POST or None, prefix="day", initial=build_days_initial(shown)
    )

    def act(given: dict[str, Any]) -> str:
        session_changes.change_session(
            shown,
            build_session_plan(form, days),
            reason=given["reason"],
            by=request.user,
            at=timezone.now(),
        )
        return _("Session changed. The people concerned have been notified.")

    back = shown.get_absolute_url()
    if days.is_valid() and (
        done := submit_form(request, form, act, ClassroomError, back)
    ):
        return done
    context = {"session": shown, "form": form, "days": days}
    return _filled(request, "desk/sessions/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def cancel_classroom_session(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Cancel a session, after confirmation and with a reason."""
    shown = get_classroom_session(Session.objects.managed_by(request.user), key)
    form = ReasonForm(request.POST or None)
    page = build_session_form_page(
        shown,
        _("Call off the session"),
        _(
            "Everyone with a seat, everyone on the waiting list and the "
            "teacher will be notified. This cannot be undone."
        ),
    )

    def act(given: dict[str, Any]) -> str:
        session_changes.cancel_session(
            shown, by=request.user, at=timezone.now(), **given
        )
        return _("Session called off. The people concerned have been notified.")

    context = {"session": shown, "form": form, "page": page}
    done = submit_form(request, form, act, ClassroomError, "desk:sessions:list")
    return done or render_form(request, "desk/sessions/cancel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.MINISTRY_HR)
def add_classroom_course(request: SignedInRequest) -> HttpResponse:
    """Add a classroom course, which rules can then require."""
    form = ClassroomCourseForm(request.POST or None)
    page = FormPage(
        _("Add a classroom course"),
        _("Add the course"),
        crumbs=build_crumbs(("desk:sessions:list", _("Classroom sessions"))),
        intro=_(
            "It has no lessons here: people pass it by attending. Rules can "
            "require it like any other course."
        ),
    )

    def act(given: dict[str, Any]) -> str:
        course = create_classroom_course(
            given["code"],
            form.read_texts("title"),
            form.read_texts("public_title"),
            hours=given["hours"],
            validity_months=given["validity_months"],
            by=request.user,
        )
        said = _("%(code)s added. Plan its sessions, and set a rule that requires it.")
        return said % {"code": course.code}

    return handle_form_page(request, form, page, act, ComplianceError)


def _filled(
    request: SignedInRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Render a form with its days; all but the first are folded unless one is used."""
    days = context["days"]
    lines = list(days)
    context["first"], context["more"] = lines[0], lines[1:]
    context["is_more_used"] = any(
        line.errors or line.initial or (line.is_bound and line.has_changed())
        for line in lines[1:]
    )
    is_wrong = days.total_error_count() > 0
    return render_form(request, template, context, is_wrong=is_wrong)
