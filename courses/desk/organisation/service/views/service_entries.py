"""Entry of absences, ranks and line managers, and of their ends."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk.kit import access
from courses.desk.kit.form_page import build_person_form_page, handle_form_page
from courses.desk.organisation.service.forms import (
    AbsenceEndForm,
    AbsenceForm,
    HeldRankForm,
    LastDayForm,
    LineManagerForm,
)
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff import ranks
from elearning.staff.absences import end_absence, record_absence
from elearning.staff.errors import StaffError
from elearning.staff.reporting_lines import assign_line_manager, end_reporting_line


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_absence(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Enter an absence of a person."""
    somebody = access.get_person_in_remit(request.user, key)
    form = AbsenceForm(request.POST or None)
    text = _(
        "While someone is away, their training deadlines are paused. "
        "After their return they have time to catch up. Do not record a "
        "diagnosis anywhere."
    )
    page = build_person_form_page(
        somebody, _("Record an absence"), _("Record it"), text
    )

    def act(given: dict[str, Any]) -> str:
        record_absence(somebody, by=request.user, **given)
        return _("Absence recorded.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_absence_end(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """Enter the last day of an absence."""
    somebody = access.get_person_in_remit(request.user, key)
    absence = get_object_or_404(somebody.absences, pk=pk)
    form = AbsenceEndForm(request.POST or None)
    text = absence.get_kind_display()
    page = build_person_form_page(somebody, _("End the absence"), _("End it"), text)

    def act(given: dict[str, Any]) -> str:
        end_absence(absence, by=request.user, **given)
        return _("Last day of the absence recorded.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_rank(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Enter a rank of a person from a day on."""
    somebody = access.get_person_in_remit(request.user, key)
    form = HeldRankForm(request.POST or None)
    text = _("The previous rank ends the day before.")
    page = build_person_form_page(somebody, _("Give a rank"), _("Give the rank"), text)

    def act(given: dict[str, Any]) -> str:
        ranks.assign_rank(somebody, by=request.user, **given)
        return _("Rank recorded.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_rank_end(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """Enter the last day of a rank."""
    somebody = access.get_person_in_remit(request.user, key)
    held = get_object_or_404(somebody.ranks_held.select_related("rank"), pk=pk)
    form = LastDayForm(request.POST or None)
    page = build_person_form_page(
        somebody, _("End the rank"), _("End it"), held.rank.title
    )

    def act(given: dict[str, Any]) -> str:
        ranks.end_rank(held, by=request.user, **given)
        return _("Last day of the rank recorded.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_line_manager(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Enter a person’s line manager from a day on."""
    somebody = access.get_person_in_remit(request.user, key)
    form = LineManagerForm(request.POST or None, by=request.user)
    text = _(
        "The line manager is reminded of training that is due. The "
        "previous line manager stays until the day before."
    )
    page = build_person_form_page(somebody, _("Set the line manager"), _("Save"), text)

    def act(given: dict[str, Any]) -> str:
        day = given["starts_on"]
        assign_line_manager(somebody, given["number"], starts_on=day, by=request.user)
        return _("Line manager recorded.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_line_manager_end(
    request: SignedInRequest, key: UUID, pk: int
) -> HttpResponse:
    """Enter the last day on which a person reports to a line manager."""
    somebody = access.get_person_in_remit(request.user, key)
    line = get_object_or_404(somebody.reporting.select_related("manager"), pk=pk)
    form = LastDayForm(request.POST or None)
    text = line.manager.staff_number
    page = build_person_form_page(
        somebody, _("End the line management"), _("End it"), text
    )

    def act(given: dict[str, Any]) -> str:
        end_reporting_line(line, by=request.user, **given)
        return _("Last day of the line management recorded.")

    return handle_form_page(request, form, page, act, StaffError)
