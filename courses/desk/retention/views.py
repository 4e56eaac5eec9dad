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

from courses.desk.kit import access
from courses.desk.kit.account_access import ReasonForm
from courses.desk.kit.file_export import build_sheet_download
from courses.desk.retention.forms import LegalHoldForm, RetentionReportForm
from courses.retention import legal_holds, retention_report, retention_sweeps
from courses.retention import retention_rules as keeping
from courses.retention.errors import RetentionError
from courses.retention.models import RetentionHold, RetentionRun
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log

_PAGE = 50


@require_safe
@access.require_role(*access.ACCOUNT_OFFICE)
def show_retention_rules(request: SignedInRequest) -> HttpResponse:
    """Show what is kept for how long, what is next, and what is held back."""
    at = timezone.now()
    context = {
        "ahead": retention_report.list_upcoming_removals(at),
        "others": keeping.OTHERS,
        "held_back": retention_report.count_blocked_attempts(at),
        "may_hold": request.user.has_role(Role.FACILITY_HR, Role.MINISTRY_HR),
        "now": at,
    }
    return render(request, "desk/retention/rules.html", context)


@require_safe
@access.require_role(*access.ACCOUNT_OFFICE)
def list_retention_runs(request: SignedInRequest) -> HttpResponse:
    """List what went, run by run; nobody is named."""
    page = Paginator(RetentionRun.objects.all(), _PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "title": _("What went after its time"),
        "page": page,
        "lines": [
            (
                run,
                retention_sweeps.get_retention_rule(run.rule),
                retention_report.format_removed_parts(run.details),
            )
            for run in page
        ],
    }
    return render(request, "desk/retention/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.ACCOUNT_OFFICE)
def export_retention_report(request: SignedInRequest) -> HttpResponseBase:
    """Ask what the report is for, then hand it out."""
    form = RetentionReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, purpose = form.cleaned_data["kind"], form.cleaned_data["purpose"]
        with transaction.atomic():
            audit_log.record_action(
                "retention.exported", by=request.user, reason=purpose, kind=kind
            )
        sheet = retention_report.build_removal_sheet(by=request.user, purpose=purpose)
        return build_sheet_download(
            sheet, f"retention-{access.get_today():%Y-%m-%d}.{kind}", kind
        )
    status = 400 if form.errors else 200
    context = {"form": form}
    return render(request, "desk/retention/export.html", context, status=status)


@require_safe
@access.require_role(*access.PERSONNEL)
def list_legal_holds(request: SignedInRequest) -> HttpResponse:
    """List the holds on people of the remit, those in force first; the look is audited."""
    found = RetentionHold.objects.visible_to(request.user).select_related(
        "learner", "attempt__enrolment__course", "by", "lift__by"
    )
    ordered = found.order_by(F("lift").asc(nulls_first=True), "-pk")
    page = Paginator(ordered, _PAGE).get_page(request.GET.get("page"))
    audit_log.record_action("retention.holds_viewed", by=request.user, page=page.number)
    context = {
        "title": _("Records on hold"),
        "page": page,
        "today": access.get_today(),
        "me": request.user.pk,
    }
    return render(request, "desk/retention/holds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def place_legal_hold(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Put what is kept about a person on hold."""
    person = access.get_person_in_remit(request.user, key)
    form = LegalHoldForm(request.POST or None, learner=person)
    if request.method == "POST" and form.is_valid():
        try:
            legal_holds.place_legal_hold(
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
@access.require_role(*access.PERSONNEL)
def lift_legal_hold(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Lift a hold, as a second person."""
    found = RetentionHold.objects.visible_to(request.user).filter(lift=None)
    one = get_object_or_404(found.select_related("learner"), key=key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            legal_holds.lift_legal_hold(
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
