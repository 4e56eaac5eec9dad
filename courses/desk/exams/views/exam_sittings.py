"""Exam sittings: the list, planning, the page of one, restored minutes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.attempts import time_allowances
from courses.assessment.errors import ExamGrantError, SittingError
from courses.assessment.models import (
    PLANNING_ROLES,
    SITTING_ROLES,
    Attempt,
    Sitting,
)
from courses.assessment.sittings import access_codes, sitting_schedule
from courses.desk.exams.forms import RestoredMinutesForm, SittingForm
from courses.desk.exams.sitting_candidates import get_sitting, list_candidates
from courses.desk.kit import access
from courses.desk.kit.date_fields import get_day_start
from courses.desk.kit.form_page import (
    FormPage,
    build_crumbs,
    handle_form_page,
    render_form,
)
from courses.desk.kit.list_page import paginate_rows
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_safe
@access.require_role(*SITTING_ROLES)
def list_exam_sittings(request: SignedInRequest) -> HttpResponse:
    """List the sittings of today and later at the establishments of the remit."""
    start = get_day_start(timezone.localdate())
    found = (
        Sitting.objects.visible_to(request.user)
        .planned()
        .filter(closes_at__gte=start)
        .select_related("course", "establishment")
        .annotate(
            started=Count("attempts"),
            handed_in=Count("attempts", filter=Q(attempts__handed_in_at__isnull=False)),
        )
        .order_by("opens_at", "pk")
    )
    context = {
        "title": _("Exam sittings"),
        "page": paginate_rows(request, found),
        "now": timezone.now(),
        "may_plan": request.user.has_role(*PLANNING_ROLES),
    }
    return render(request, "desk/exams/sittings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*PLANNING_ROLES)
def plan_exam_sitting(request: SignedInRequest) -> HttpResponse:
    """Plan a sitting at an establishment of the remit."""
    form = SittingForm(request.POST or None, by=request.user)
    page = FormPage(
        _("Plan a sitting"),
        _("Plan the sitting"),
        crumbs=build_crumbs(("desk:exams:sittings", _("Exam sittings"))),
        intro=_(
            "Once a sitting is planned, people at the establishment can "
            "start this exam only in its sittings."
        ),
    )

    def act(given: dict[str, Any]) -> HttpResponse:
        planned = sitting_schedule.plan_sitting(
            given["course"],
            given["establishment"],
            opens_at=given["opens_at"],
            closes_at=given["closes_at"],
            invigilator=given["invigilator"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Sitting planned."))
        return redirect("desk:exams:sitting", planned.key)

    return handle_form_page(request, form, page, act, SittingError)


@require_safe
@access.require_role(*SITTING_ROLES)
def show_exam_sitting(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a sitting and its candidates; only its invigilator sees the code."""
    shown = get_sitting(request.user, key)
    now = timezone.now()
    audit_log.record_action("assessment.sitting_viewed", by=request.user, on=shown)
    is_invigilator = shown.invigilator_id == request.user.pk
    may_plan = request.user.has_role(*PLANNING_ROLES)
    context = {
        "sitting": shown,
        "code": access_codes.format_sitting_code(shown)
        if is_invigilator and shown.cancelled_at is None and shown.closes_at > now
        else "",
        "candidates": list_candidates(shown, request.user, at=now),
        "is_open": shown.is_open(now),
        "is_over": shown.closes_at <= now,
        "now": now,
        "may_give": request.user.has_role(Role.INVIGILATOR),
        "may_plan": may_plan,
        "may_pass_on": shown.is_invigilated and (may_plan or is_invigilator),
        "is_standing": shown.cancelled_at is None and shown.closes_at > now,
    }
    return render(request, "desk/exams/sitting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.INVIGILATOR)
def restore_exam_minutes(
    request: SignedInRequest, key: UUID, attempt: UUID
) -> HttpResponse:
    """Give minutes back to an attempt, with a reason that the candidate reads."""
    shown = get_sitting(request.user, key, (Role.INVIGILATOR,))
    chosen = get_object_or_404(
        shown.attempts.select_related("enrolment__learner"), key=attempt
    )
    form = RestoredMinutesForm(request.POST or None, initial={"seen": _exact(chosen)})
    if request.method == "POST" and form.is_valid():
        try:
            time_allowances.grant_minutes(
                chosen, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except ExamGrantError as error:
            form = _again(form, chosen, str(error))
        else:
            messages.success(request, _("Extra minutes added."))
            return redirect("desk:exams:sitting", key)
    person = chosen.enrolment.learner
    page = FormPage(
        _("Add minutes"),
        back=reverse("desk:exams:sitting", args=[key]),
        about=f"{person.short_name} · {person.staff_number}",
        intro=_(
            "For a lost connection or a computer that failed. The exam "
            "currently ends at %(time)s; the minutes are added to that, even "
            "beyond the end of the sitting."
        )
        % {"time": f"{timezone.localtime(chosen.ends_at):%H:%M}"},
    )
    return render_form(request, "desk/form.html", {"form": form, "page": page})


def _exact(attempt: Attempt) -> str:
    return f"{attempt.ends_at:%Y-%m-%dT%H:%M:%S.%f%z}"


def _again(
    form: RestoredMinutesForm, attempt: Attempt, words: str
) -> RestoredMinutesForm:
    """Return the form as filled in, with the current end of the attempt."""
    attempt.refresh_from_db()
    again = RestoredMinutesForm({**form.cleaned_data, "seen": _exact(attempt)})
    again.add_error(None, words)
    return again
