"""Exemptions: granted, decided by a second officer, ended."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.compliance import exemptions as granting
from courses.compliance.errors import ComplianceError
from courses.compliance.models import Exemption
from courses.desk.kit import access
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.decision_page import DecisionPage, submit_decision
from courses.desk.kit.form_page import (
    HOME,
    FormPage,
    build_crumbs,
    build_record_form_page,
    handle_form_page,
    render_form,
)
from courses.desk.kit.list_page import paginate_rows
from courses.desk.people.forms import (
    ExemptionDecisionForm,
    ExemptionForm,
)
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def grant_exemption(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Exempt a person from a course, with a reason."""
    somebody = access.get_person_in_remit(request.user, key)
    form = ExemptionForm(
        request.POST or None, initial={"starts_on": timezone.localdate()}
    )
    page = build_record_form_page(somebody, _("Grant an exemption"))

    def act(given: dict[str, Any]) -> str:
        course = given.pop("course")
        terms = granting.ExemptionTerms(**given)
        return _granted(
            granting.grant_exemption(somebody, course, terms, by=request.user)
        )

    return handle_form_page(request, form, page, act, ComplianceError)


@require_safe
@access.require_role(*access.PERSONNEL)
def list_waiting_exemptions(request: SignedInRequest) -> HttpResponse:
    """List the exemptions that wait for a second officer, without names."""
    mine = Exemption.objects.visible_to(request.user).waiting(timezone.localdate())
    rows = mine.select_related("staff_member", "course", "approved_by")
    page = paginate_rows(request, rows)
    context = {"title": _("Exemptions awaiting confirmation"), "page": page}
    return render(request, "desk/exemptions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def decide_exemption(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """Show a waiting exemption; another officer confirms or declines its full period."""
    somebody = access.get_person_in_remit(request.user, key)
    waiting = somebody.exemptions.waiting(timezone.localdate())
    related = ("staff_member", "course", "approved_by")
    exemption = get_object_or_404(waiting.select_related(*related), pk=pk)
    form = ExemptionDecisionForm(request.POST or None)
    may_decide = not exemption.is_of(request.user)
    decide = partial(granting.decide_longer_exemption, exemption)
    record = reverse("desk:person", args=[key])
    said = _("Exemption confirmed."), _("Declined.")
    if done := submit_decision(request, form, decide, ComplianceError, record, said):
        return done
    audit_log.record_action(
        "staff.record_viewed", by=request.user, on=somebody, person=somebody.key
    )
    page = DecisionPage(
        _("Decide on this exemption"),
        crumbs=build_crumbs(
            HOME, ("desk:exemptions", _("Exemptions awaiting confirmation"))
        ),
        about=f"{somebody.full_name} · {exemption.course.code}",
        note=""
        if may_decide
        else _(
            "You granted this, or it is your own, so another officer must decide on it."
        ),
        may_decide=may_decide,
    )
    context = {"form": form, "exemption": exemption, "page": page}
    return render_form(request, "desk/decide_exemption.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def end_exemption(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """End an exemption today, after confirmation."""
    somebody = access.get_person_in_remit(request.user, key)
    exemption = get_object_or_404(somebody.exemptions, pk=pk)
    form, today = ReasonForm(request.POST or None), timezone.localdate()
    page = FormPage(
        _("End this exemption"),
        back=reverse("desk:person", args=[key]),
        about=f"{somebody.full_name} · {exemption.course.code}",
        intro=_end_words(exemption, today),
    )

    def act(given: dict[str, Any]) -> str:
        granting.end_exemption(exemption, on=today, by=request.user, **given)
        if not exemption.has_days:
            return _("The exemption will not begin.")
        if exemption.ends_on is not None and exemption.ends_on < today:
            return _("The exemption has ended and no longer waits for confirmation.")
        return _("The exemption ends today.")

    return handle_form_page(request, form, page, act, ComplianceError)


def _end_words(exemption: Exemption, today: date) -> str:
    if exemption.starts_on > today or not exemption.has_days:
        return _("It has not begun and will not begin.")
    if exemption.ends_on is not None and exemption.ends_on < today:
        return _("It has ended. It will no longer wait for confirmation.")
    return _(
        "Today becomes its last day. From tomorrow the course is required again, and "
        "time is allowed to take it."
    )


def _granted(exemption: Exemption) -> str:
    """Return the message about the grant, and about any part to be confirmed."""
    if not exemption.is_waiting:
        return _("Exemption granted.")
    if not exemption.has_days:
        return _(
            "The exemption begins once a second officer confirms it: one "
            "officer can exempt a person from a course for a year at most."
        )
    return _(
        "The exemption is granted until %(day)s. It will last longer if "
        "a second officer confirms it."
    ) % {"day": date_format(exemption.ends_on or timezone.localdate(), "DATE_FORMAT")}
