"""What is kept for how long, what went, and what is on hold."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk import access
from courses.desk.accounts import ReasonForm
from courses.desk.exporting import deliver
from courses.desk.retention.forms import HoldForm, ReportForm
from courses.retention import holding, removing, reporting
from courses.retention import rules as keeping
from courses.retention.errors import RetentionError
from courses.retention.models import RetentionHold, RetentionRun
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.audit import trail

_PAGE = 50


@require_safe
@access.for_roles(*access.ACCOUNT_OFFICE)
def rules(request: SignedInRequest) -> HttpResponse:
    """Show what is kept for how long, what is next, and what is held back."""
    at = timezone.now()
    context = {
        "ahead": reporting.ahead(at),
        "others": keeping.OTHERS,
        "held_back": reporting.held_back(at),
        "may_hold": request.user.has_role(Role.FACILITY_HR, Role.MINISTRY_HR),
        "now": at,
    }
    return render(request, "desk/retention/rules.html", context)


@require_safe
@access.for_roles(*access.ACCOUNT_OFFICE)
def report(request: SignedInRequest) -> HttpResponse:
    """List what went, run by run; nobody is named."""
    page = Paginator(RetentionRun.objects.all(), _PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "title": _("What went after its time"),
        "page": page,
        "lines": [
            (run, removing.rule_of(run.rule), reporting.parts_of(run.details))
            for run in page
        ],
    }
    return render(request, "desk/retention/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.ACCOUNT_OFFICE)
def export(request: SignedInRequest) -> HttpResponseBase:
    """Ask what the report is for, then hand it out."""
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, purpose = form.cleaned_data["kind"], form.cleaned_data["purpose"]
        with transaction.atomic():
            trail.write(
                "retention.exported", by=request.user, reason=purpose, kind=kind
            )
        sheet = reporting.sheet(by=request.user, purpose=purpose)
        return deliver(sheet, f"retention-{access.today():%Y-%m-%d}.{kind}", kind)
    status = 400 if form.errors else 200
    context = {"form": form}
    return render(request, "desk/retention/export.html", context, status=status)


@require_safe
@access.for_roles(*access.PERSONNEL)
def holds(request: SignedInRequest) -> HttpResponse:
    """List the holds on people of the remit, those in force first; the look is audited."""
    found = RetentionHold.objects.visible_to(request.user).select_related(
        "learner", "attempt__enrolment__course", "by", "lift__by"
    )
    ordered = found.order_by(F("lift").asc(nulls_first=True), "-pk")
    page = Paginator(ordered, _PAGE).get_page(request.GET.get("page"))
    trail.write("retention.holds_viewed", by=request.user, page=page.number)
    context = {
        "title": _("Records on hold"),
        "page": page,
        "today": access.today(),
        "me": request.user.pk,
    }
    return render(request, "desk/retention/holds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def hold(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Put what is kept about a person on hold."""
    person = access.person_of(request.user, key)
    form = HoldForm(request.POST or None, learner=person)
    if request.method == "POST" and form.is_valid():
        try:
            holding.place(
                person, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except RetentionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("On hold. Nothing of it goes meanwhile."))
            return redirect("desk:retention:holds")
    status = 400 if form.errors else 200
    context = {"person": person, "form": form, "title": _("Put records on hold")}
    return render(request, "desk/person_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def lift(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Lift a hold, as a second person."""
    found = RetentionHold.objects.visible_to(request.user).filter(lift=None)
    one = get_object_or_404(found.select_related("learner"), key=key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            holding.lift(
                one,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except RetentionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The hold is lifted."))
            return redirect("desk:retention:holds")
    status = 400 if form.errors else 200
    context = {"hold": one, "form": form}
    return render(request, "desk/retention/lift.html", context, status=status)
