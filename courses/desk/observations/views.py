"""The printable observation sheet, and entry of a sheet that both have signed."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.kit import access
from courses.desk.kit.form_page import build_record_form_page, render_form, submit_form
from courses.desk.observations.forms import ObservationForm
from courses.observations.errors import ObservationError
from courses.observations.models import Checklist
from courses.observations.observation_entry import ObservationSheet, record_observation
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(*access.PERSONNEL)
def show_observation_sheet(request: SignedInRequest, code: str) -> HttpResponse:
    """Show an empty sheet to print, with a line for each of the two signatures."""
    checklist = get_object_or_404(Checklist.objects.in_use(), code=code)
    context = {"checklist": checklist, "items": checklist.items.all()}
    return render(request, "desk/observations/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_observation(request: SignedInRequest, code: str, key: UUID) -> HttpResponse:
    """Enter an observation of a person in the officer’s remit."""
    somebody = access.get_person_in_remit(request.user, key)
    checklist = get_object_or_404(Checklist.objects.in_use(), code=code)
    form = ObservationForm(request.POST or None, checklist=checklist)
    title = _("Record an observation")
    page = build_record_form_page(somebody, title, lead=checklist.title)

    def act(given: dict[str, Any]) -> str:
        sheet = ObservationSheet(**given)
        record_observation(somebody, checklist, sheet, by=request.user)
        return _("Observation recorded.")

    context = {"page": page, "form": form, "checklist": checklist}
    done = submit_form(request, form, act, ObservationError, page.back)
    return done or render_form(request, "desk/observations/enter.html", context)
