"""A person’s training record and timeline, and what the personnel office can do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.models import Certificate
from courses.certificates.update_deadlines import attach_updates
from courses.compliance.renewals import merge_refreshers, set_renewal_days
from courses.compliance.status import list_standings
from courses.desk.accounts.account_access import WORDS, get_account_state
from courses.desk.kit import access
from courses.desk.kit.filter_fields import AsOfForm
from courses.desk.kit.form_page import build_record_form_page, handle_form_page
from courses.desk.organisation.service.service_overview import build_service_overview
from courses.desk.people.career_history import build_career_history
from courses.desk.people.forms import CourseAssignmentForm
from courses.desk.records import timeline_days
from courses.desk.records.forms import StatementPageForm
from courses.enrolment import enrol_learner
from courses.errors import EnrolmentError
from courses.observations.models import Checklist
from courses.records import statement_timeline as records
from courses.records.completions.completion_correction import attach_corrections
from courses.records.completions.correction_chain import attach_withdrawals
from courses.records.models import Completion
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import StaffMember


@require_safe
@access.require_role(*access.PERSONNEL)
def show_person_record(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a person’s record; the view is audited."""
    somebody = access.get_person_in_remit(request.user, key)
    audit_log.record_action(
        "staff.record_viewed", by=request.user, on=somebody, person=somebody.key
    )
    day = AsOfForm(request.GET)
    mine = StaffMember.objects.filter(pk=somebody.pk)
    stands = list_standings(mine, on=day.day)
    certificates = attach_updates(
        Certificate.objects.filter(completion__learner=somebody)
        .with_fate()
        .select_related("completion__course")
        .order_by("-issued_on")
    )
    set_renewal_days([row.completion for row in certificates], stands)
    context = {
        "person": somebody,
        "name_change": somebody.name_changes.visible_to(request.user).waiting().first(),
        "day": day,
        "on": day.day,
        "account": WORDS[get_account_state(somebody)],
        "standings": merge_refreshers(stands),
        "history": build_career_history(somebody, day.day),
        "service": build_service_overview(somebody, by=request.user),
        "exemptions": somebody.exemptions.select_related("course").order_by(
            "-starts_on"
        ),
        "waiting_exemptions": list(somebody.exemptions.waiting(timezone.localdate())),
        "enrolments": attach_withdrawals(
            somebody.enrolments.select_related("course", "edition").order_by(
                "-enrolled_at"
            )
        ),
        "completions": attach_corrections(
            Completion.objects.filter(learner=somebody, superseded_by=None)
            .select_related("course", "edition", "withdrawal")
            .order_by("-passed_on")
        ),
        "certificates": certificates,
        "observations": somebody.observations.with_numbers(),
        "sheets": Checklist.objects.in_use(),
        "today": timezone.localdate(),
        "may_issue_evidence": request.user.has_role(Role.MINISTRY_HR),
    }
    return render(request, "desk/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def assign_course(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Assign a course to a person, with a due date."""
    somebody = access.get_person_in_remit(request.user, key)
    form = CourseAssignmentForm(request.POST or None)
    page = build_record_form_page(somebody, _("Assign course"))

    def act(given: dict[str, Any]) -> str | HttpResponse:
        enrolment = enrol_learner(
            somebody, given["course"], by=request.user, due=given["due"]
        )
        if enrolment.due == given["due"]:
            return _("Course assigned.")
        messages.info(
            request, _("This course is already under way, so nothing has changed.")
        )
        return redirect("desk:person", key)

    return handle_form_page(request, form, page, act, EnrolmentError, field="course")


@require_safe
@access.require_role(*access.PERSONNEL)
def show_person_timeline(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show day by day what a person did; the view is audited."""
    somebody = access.get_person_in_remit(request.user, key)
    older = StatementPageForm(request.GET).place.get("older")
    page = records.get_timeline_page(somebody, older=older)
    audit_log.record_action(
        "records.timeline_viewed",
        by=request.user,
        on=somebody,
        person=somebody.key,
        statements=len(page.lines),
    )
    context = {
        "person": somebody,
        "days": timeline_days.build_timeline_days(page.lines),
        "older": page.older,
        "is_first": older is None,
    }
    return render(request, "desk/timeline.html", context)
