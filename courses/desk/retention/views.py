"""Retention periods, past removals, and legal holds."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.kit import access
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.file_export import TableExportForm, build_sheet_download
from courses.desk.kit.form_page import (
    HOME,
    FormPage,
    build_crumbs,
    build_record_form_page,
    handle_form_page,
    render_form,
    submit_form,
)
from courses.desk.kit.list_page import paginate_rows
from courses.desk.retention.forms import LegalHoldForm
from courses.retention import legal_holds, retention_report, retention_sweeps
from courses.retention import retention_rules as keeping
from courses.retention.errors import RetentionError
from courses.retention.models import RetentionHold, RetentionRun
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_safe
@access.require_role(*access.ACCOUNT_OFFICE)
def show_retention_rules(request: SignedInRequest) -> HttpResponse:
    """Show retention periods, next removals, and the number of attempts held back."""
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
    """List past removals, run by run; nobody is named."""
    page = paginate_rows(request, RetentionRun.objects.all())
    context = {
        "title": _("Removed at the end of the retention period"),
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
    """Ask for the purpose of the report, then return it as a download."""
    form = TableExportForm(request.POST or None)
    page = FormPage(
        _("Removed at the end of the retention period"),
        _("Download"),
        icon="download",
        crumbs=_crumbs(),
        back=reverse("desk:retention:report"),
        back_label=_("Back"),
        intro=_(
            "The file lists every removal: under which rule, from before "
            "which date, how many and when. It names nobody."
        ),
    )

    def act(given: dict[str, Any]) -> HttpResponseBase:
        kind, purpose = given["kind"], given["purpose"]
        with transaction.atomic():
            audit_log.record_action(
                "retention.exported", by=request.user, reason=purpose, kind=kind
            )
        sheet = retention_report.build_removal_sheet(by=request.user, purpose=purpose)
        return build_sheet_download(
            sheet, f"retention-{timezone.localdate():%Y-%m-%d}.{kind}", kind
        )

    return handle_form_page(request, form, page, act, RetentionError)


@require_safe
@access.require_role(*access.PERSONNEL)
def list_legal_holds(request: SignedInRequest) -> HttpResponse:
    """List holds on people of the remit, those in force first; the view is audited."""
    found = RetentionHold.objects.visible_to(request.user).select_related(
        "learner", "attempt__enrolment__course", "by", "lift__by"
    )
    ordered = found.order_by(F("lift").asc(nulls_first=True), "-pk")
    page = paginate_rows(request, ordered)
    audit_log.record_action("retention.holds_viewed", by=request.user, page=page.number)
    context = {
        "title": _("Records on hold"),
        "page": page,
        "today": timezone.localdate(),
        "me": request.user.pk,
    }
    return render(request, "desk/retention/holds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def place_legal_hold(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Put the data of a person on hold."""
    person = access.get_person_in_remit(request.user, key)
    form = LegalHoldForm(request.POST or None, learner=person)
    page = build_record_form_page(person, _("Put records on hold"))

    def act(given: dict[str, Any]) -> str | HttpResponse:
        legal_holds.place_legal_hold(
            person, by=request.user, at=timezone.now(), **given
        )
        messages.success(
            request,
            _("Hold placed. Nothing it covers is removed while it is in force."),
        )
        return redirect("desk:retention:holds")

    return handle_form_page(request, form, page, act, RetentionError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def lift_legal_hold(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Lift a hold, as a second person."""
    found = RetentionHold.objects.visible_to(request.user).filter(lift=None)
    one = get_object_or_404(found.select_related("learner"), key=key)
    form = ReasonForm(request.POST or None)
    page = FormPage(
        _("Lift the hold"),
        crumbs=_crumbs(),
        back=reverse("desk:retention:holds"),
        about=one.learner.full_name,
        intro=_(
            "After that, everything whose retention period has ended is "
            "removed and cannot be restored."
        ),
    )

    def act(given: dict[str, Any]) -> str:
        legal_holds.lift_legal_hold(one, by=request.user, at=timezone.now(), **given)
        return _("Hold lifted.")

    context = {"page": page, "form": form, "hold": one}
    done = submit_form(request, form, act, RetentionError, page.back)
    return done or render_form(request, "desk/retention/lift.html", context)


def _crumbs() -> list[tuple[str, str]]:
    return build_crumbs(HOME, ("desk:retention:rules", _("Retention periods")))
