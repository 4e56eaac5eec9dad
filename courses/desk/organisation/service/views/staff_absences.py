"""Entry of absences, and of their ends."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk.kit import access
from courses.desk.kit.form_page import build_person_form_page, handle_form_page
from courses.desk.organisation.service.forms import AbsenceEndForm, AbsenceForm
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.absences import end_absence, record_absence
from elearning.staff.errors import StaffError


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
