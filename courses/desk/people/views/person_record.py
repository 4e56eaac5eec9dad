"""One person's training record, and what the personnel office does with it."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.models import Certificate
from courses.certificates.update_deadlines import attach_updates
from courses.compliance import exemptions
from courses.compliance.errors import ComplianceError
from courses.compliance.models import Exemption
from courses.compliance.renewals import merge_refreshers, set_renewal_days
from courses.compliance.status import list_standings
from courses.desk.accounts.account_access import WORDS, get_account_state
from courses.desk.kit import access
from courses.desk.kit.date_fields import DayField, DayInput, check_day_not_past
from courses.desk.kit.decision_forms import ReasonForm, SecondPersonForm
from courses.desk.kit.decision_page import DecisionPage, submit_decision
from courses.desk.kit.exemption_end import check_exemption_end
from courses.desk.kit.filter_fields import AsOfForm, CourseField
from courses.desk.kit.form_page import (
    HOME,
    FormPage,
    build_crumbs,
    handle_form_page,
    render_form,
)
from courses.desk.kit.list_page import paginate_rows
from courses.desk.organisation.service.service_overview import build_service_overview
from courses.desk.people.career_history import build_career_history
from courses.enrolment import enrol_learner
from courses.errors import EnrolmentError
from courses.models import Course
from courses.observing.models import Checklist
from courses.records.completions.completion_correction import attach_corrections
from courses.records.completions.correction_chain import attach_withdrawals
from courses.records.models import Completion
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import StaffMember


class CourseAssignmentForm(forms.Form):
    """A course and the day by which it is to be done."""

    course = CourseField(
        label=gettext_lazy("Course"),
        queryset=Course.objects.none(),
        to_field_name="code",
    )
    due = DayField(
        gettext_lazy("Due date"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the courses that are open."""
        super().__init__(*args, **kwargs)
        courses: Any = self.fields["course"]
        courses.queryset = Course.objects.open()

    def clean_due(self) -> date:
        """Refuse a day that has passed."""
        return check_day_not_past(self.cleaned_data["due"])


class ExemptionDecisionForm(SecondPersonForm):
    """Whether an exemption lasts as long as another officer wants, and why."""

    confirming = gettext_lazy("Confirm: it lasts as long as is asked for")
    declining = gettext_lazy("Decline: it stays as one officer may grant it")


class ExemptionForm(forms.ModelForm):  # type: ignore[type-arg]
    """An exemption: from what, on what ground, from when to when."""

    course = CourseField(
        label=gettext_lazy("Course"), queryset=Course.objects.order_by("code")
    )

    class Meta:
        model = Exemption
        fields = ["course", "kind", "starts_on", "ends_on", "open_because", "reason"]
        labels = {
            "ends_on": gettext_lazy("Last day"),
            "open_because": gettext_lazy("Why there is no last day"),
        }
        help_texts = {
            "ends_on": gettext_lazy(
                "It ends by itself after this day. For longer than a year from today, "
                "with what was granted before it, it takes a second officer."
            ),
            "open_because": gettext_lazy(
                "Only where no last day is given. It ends after a year unless a second "
                "officer confirms it."
            ),
        }
        widgets = {
            "starts_on": DayInput(),
            "ends_on": DayInput(),
            "open_because": forms.Textarea(attrs={"rows": 2}),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        """Demand one of the two: the last day, or why there is none."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        check_exemption_end(self, "ends_on")
        return given


@require_safe
@access.require_role(*access.PERSONNEL)
def show_person_record(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a person's record; the look is written to the audit."""
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
    """Put a person on a course by a day."""
    somebody = access.get_person_in_remit(request.user, key)
    form = CourseAssignmentForm(request.POST or None)
    page = _form_page(somebody, _("Assign course"))

    def act(given: dict[str, Any]) -> str | HttpResponse:
        enrolment = enrol_learner(
            somebody, given["course"], by=request.user, due=given["due"]
        )
        if enrolment.due == given["due"]:
            return _("The course is assigned.")
        messages.info(
            request, _("This course is already under way; it stays as it is.")
        )
        return redirect("desk:person", key)

    return handle_form_page(request, form, page, act, EnrolmentError, field="course")


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def grant_exemption(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Exempt a person from a course, with a reason."""
    somebody = access.get_person_in_remit(request.user, key)
    form = ExemptionForm(
        request.POST or None, initial={"starts_on": timezone.localdate()}
    )
    page = _form_page(somebody, _("Grant an exemption"))

    def act(given: dict[str, Any]) -> str:
        granted = exemptions.grant_exemption(somebody, by=request.user, **given)
        return _granted(granted)

    return handle_form_page(request, form, page, act, ComplianceError)


@require_safe
@access.require_role(*access.PERSONNEL)
def list_waiting_exemptions(request: SignedInRequest) -> HttpResponse:
    """List the exemptions that wait for a second officer, without names."""
    mine = Exemption.objects.visible_to(request.user).waiting(timezone.localdate())
    rows = mine.select_related("staff_member", "course", "approved_by")
    page = paginate_rows(request, rows)
    context = {"title": _("Exemptions that wait"), "page": page}
    return render(request, "desk/exemptions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def decide_exemption(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """Show an exemption that waits; another officer has it last longer, or declines."""
    somebody = access.get_person_in_remit(request.user, key)
    waiting = somebody.exemptions.waiting(timezone.localdate())
    related = ("staff_member", "course", "approved_by")
    exemption = get_object_or_404(waiting.select_related(*related), pk=pk)
    form = ExemptionDecisionForm(request.POST or None)
    may_decide = not exemption.is_of(request.user)
    decide = partial(exemptions.decide_longer_exemption, exemption)
    record = reverse("desk:person", args=[key])
    said = _("The exemption is confirmed."), _("Declined.")
    if done := submit_decision(request, form, decide, ComplianceError, record, said):
        return done
    audit_log.record_action(
        "staff.record_viewed", by=request.user, on=somebody, person=somebody.key
    )
    page = DecisionPage(
        _("Decide about this exemption"),
        crumbs=build_crumbs(HOME, ("desk:exemptions", _("Exemptions that wait"))),
        about=f"{somebody.full_name} · {exemption.course.code}",
        note=""
        if may_decide
        else _(
            "You granted this, or it is your own, so another officer decides about it."
        ),
        may_decide=may_decide,
    )
    context = {"form": form, "exemption": exemption, "page": page}
    return render_form(request, "desk/decide_exemption.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def end_exemption(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """End an exemption today, after asking."""
    somebody = access.get_person_in_remit(request.user, key)
    exemption = get_object_or_404(somebody.exemptions, pk=pk)
    form, today = ReasonForm(request.POST or None), timezone.localdate()
    has_begun = exemption.has_days and exemption.starts_on <= today
    page = FormPage(
        _("End this exemption"),
        back=reverse("desk:person", args=[key]),
        about=f"{somebody.full_name} · {exemption.course.code}",
        intro=_(
            "Today becomes its last day. From tomorrow the course is required again, with "
            "time to take it."
        )
        if has_begun
        else _("It has not begun, and it will not begin."),
    )

    def act(given: dict[str, Any]) -> str:
        exemptions.end_exemption(exemption, on=today, by=request.user, **given)
        if exemption.has_days:
            return _("The exemption ends today.")
        return _("The exemption will not begin.")

    return handle_form_page(request, form, page, act, ComplianceError)


def _form_page(person: StaffMember, title: str) -> FormPage:
    return FormPage(
        title,
        _("Save"),
        back=reverse("desk:person", args=[person.key]),
        about=person.full_name,
    )


def _granted(exemption: Exemption) -> str:
    """Say that it is granted, and until when where a second officer has to confirm it."""
    if not exemption.is_waiting:
        return _("The exemption is granted.")
    if not exemption.has_days:
        return _(
            "The exemption begins once a second officer confirms it: one officer exempts "
            "a person from a course for a year at most."
        )
    return _(
        "The exemption is granted until %(day)s. It lasts longer once a second officer "
        "confirms it."
    ) % {"day": date_format(exemption.ends_on or timezone.localdate(), "DATE_FORMAT")}
