"""One person's training record, and what the personnel office does with it."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.models import Certificate
from courses.certificates.updates import with_updates
from courses.compliance import exempting
from courses.compliance.errors import ComplianceError
from courses.compliance.models import Exemption
from courses.compliance.renewing import note_renewals, with_refreshers
from courses.compliance.standing import standings
from courses.desk import access
from courses.desk.accounts import WORDS, ReasonForm, state_of
from courses.desk.deciding import SecondPersonForm
from courses.desk.exempting import check_end
from courses.desk.history import history_of
from courses.desk.organisation.service.record import service_of
from courses.desk.selecting import CourseField, DayForm
from courses.enrolment import enrol
from courses.errors import EnrolmentError
from courses.models import Course
from courses.observing.models import Checklist
from courses.records.chains import with_withdrawals
from courses.records.correcting import with_corrections
from courses.records.models import Completion
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.audit import trail
from elearning.staff.models import StaffMember

_PAGE = 50
_DAY = {"type": "date", "class": "width-s"}


class AssignForm(forms.Form):
    """A course and the day by which it is to be done."""

    course = CourseField(
        label=gettext_lazy("Course"),
        queryset=Course.objects.none(),
        to_field_name="code",
    )
    due = forms.DateField(
        label=gettext_lazy("Due date"),
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the courses that are open."""
        super().__init__(*args, **kwargs)
        courses: Any = self.fields["course"]
        courses.queryset = Course.objects.open()

    def clean_due(self) -> date:
        """Refuse a day that has passed."""
        due: date = self.cleaned_data["due"]
        if due < access.today():
            raise forms.ValidationError(
                _("This day has passed. Choose today or a later day.")
            )
        return due


class ExemptionDecisionForm(SecondPersonForm):
    """Whether an exemption lasts as long as another officer wants, and why."""

    confirming = gettext_lazy("Confirm: it lasts as long as is asked for")
    declining = gettext_lazy("Decline: it stays as one officer may grant it")


class ExemptForm(forms.ModelForm):  # type: ignore[type-arg]
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
            "starts_on": forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
            "open_because": forms.Textarea(attrs={"rows": 2}),
            "reason": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        """Demand one of the two: the last day, or why there is none."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        check_end(self, "ends_on")
        return given


@require_safe
@access.for_roles(*access.PERSONNEL)
def person(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a person's record; the look is written to the audit."""
    somebody = access.person_of(request.user, key)
    trail.write(
        "staff.record_viewed", by=request.user, on=somebody, person=somebody.key
    )
    day = DayForm(request.GET)
    mine = StaffMember.objects.filter(pk=somebody.pk)
    stands = standings(mine, on=day.day)
    certificates = with_updates(
        Certificate.objects.filter(completion__learner=somebody)
        .with_fate()
        .select_related("completion__course")
        .order_by("-issued_on")
    )
    note_renewals([row.completion for row in certificates], stands)
    context = {
        "person": somebody,
        "name_change": somebody.name_changes.visible_to(request.user).waiting().first(),
        "day": day,
        "on": day.day,
        "account": WORDS[state_of(somebody)],
        "standings": with_refreshers(stands),
        "history": history_of(somebody, day.day),
        "service": service_of(somebody, by=request.user),
        "exemptions": somebody.exemptions.select_related("course").order_by(
            "-starts_on"
        ),
        "enrolments": with_withdrawals(
            somebody.enrolments.select_related("course", "edition").order_by(
                "-enrolled_at"
            )
        ),
        "completions": with_corrections(
            Completion.objects.filter(learner=somebody, superseded_by=None)
            .select_related("course", "edition", "withdrawal")
            .order_by("-passed_on")
        ),
        "certificates": certificates,
        "observations": somebody.observations.with_numbers(),
        "sheets": Checklist.objects.in_use(),
        "today": access.today(),
        "may_issue_evidence": request.user.has_role(Role.MINISTRY_HR),
    }
    return render(request, "desk/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def assign(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Put a person on a course by a day."""
    somebody = access.person_of(request.user, key)
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        course, due = form.cleaned_data["course"], form.cleaned_data["due"]
        try:
            enrolment = enrol(somebody, course, by=request.user, due=due)
        except EnrolmentError as error:
            form.add_error("course", str(error))
        else:
            if enrolment.due == due:
                messages.success(request, _("The course is assigned."))
            else:
                messages.info(
                    request, _("This course is already under way; it stays as it is.")
                )
            return redirect("desk:person", key)
    context = {"person": somebody, "form": form, "title": _("Assign course")}
    return render(request, "desk/person_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def exempt(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Exempt a person from a course, with a reason."""
    somebody = access.person_of(request.user, key)
    form = ExemptForm(request.POST or None, initial={"starts_on": access.today()})
    if request.method == "POST" and form.is_valid():
        try:
            granted = exempting.exempt(somebody, by=request.user, **form.cleaned_data)
        except ComplianceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _granted(granted))
            return redirect("desk:person", key)
    context = {"person": somebody, "form": form, "title": _("Grant an exemption")}
    return render(request, "desk/person_form.html", context)


@require_safe
@access.for_roles(*access.PERSONNEL)
def exemptions(request: SignedInRequest) -> HttpResponse:
    """List the exemptions that wait for a second officer, without names."""
    mine = Exemption.objects.visible_to(request.user).waiting(access.today())
    rows = mine.select_related("staff_member", "course", "approved_by")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {"title": _("Exemptions that wait"), "page": page}
    return render(request, "desk/exemptions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def decide_exemption(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """Show an exemption that waits; another officer has it last longer, or declines."""
    somebody = access.person_of(request.user, key)
    waiting = somebody.exemptions.waiting(access.today())
    related = ("staff_member", "course", "approved_by")
    exemption = get_object_or_404(waiting.select_related(*related), pk=pk)
    form = ExemptionDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            exempting.decide(
                exemption,
                confirmed=form.is_confirmed,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except ComplianceError as error:
            form.add_error(None, str(error))
        else:
            said = _("The exemption is confirmed.")
            messages.success(request, said if form.is_confirmed else _("Declined."))
            return redirect("desk:person", key)
    trail.write(
        "staff.record_viewed", by=request.user, on=somebody, person=somebody.key
    )
    context = {
        "title": _("Decide about this exemption"),
        "back": reverse("desk:exemptions"),
        "person": somebody,
        "form": form,
        "exemption": exemption,
        "may_decide": not exemption.is_of(request.user),
    }
    status = 400 if form.errors else 200
    return render(request, "desk/decide_exemption.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def end_exemption(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """End an exemption today, after asking."""
    somebody = access.person_of(request.user, key)
    exemption = get_object_or_404(somebody.exemptions, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            exempting.end_exemption(
                exemption, on=access.today(), by=request.user, **form.cleaned_data
            )
        except ComplianceError as error:
            form.add_error(None, str(error))
        else:
            said = _("The exemption ends today.")
            none = _("The exemption will not begin.")
            messages.success(request, said if exemption.has_days else none)
            return redirect("desk:person", key)
    context = {
        "title": _("Decide about this exemption"),
        "back": reverse("desk:exemptions"),
        "person": somebody,
        "form": form,
        "exemption": exemption,
        "today": access.today(),
    }
    return render(request, "desk/end_exemption.html", context)


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
    ) % {"day": date_format(exemption.ends_on or access.today(), "DATE_FORMAT")}
