"""It is noted that somebody is away, and that she is back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk import access
from courses.desk.organisation.answering import answer, person_sheet
from courses.desk.organisation.service.forms import AbsenceForm, BackForm
from elearning.accounts.requests import SignedInRequest
from elearning.staff.absences import end_absence, note_absence


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def note(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Note that a person is away."""
    somebody = access.person_of(request.user, key)
    form = AbsenceForm(request.POST or None)
    text = _(
        "While somebody is away, the clock of her training stands still. After her return "
        "she has time to catch up. Write no diagnosis anywhere."
    )
    sheet = person_sheet(somebody, _("Note an absence"), _("Note it"), text)

    def act(given: dict[str, Any]) -> str:
        note_absence(somebody, by=request.user, **given)
        return _("The absence is noted.")

    return answer(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def end(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """Note the last day of an absence."""
    somebody = access.person_of(request.user, key)
    absence = get_object_or_404(somebody.absences, pk=pk)
    form = BackForm(request.POST or None)
    text = absence.get_kind_display()
    sheet = person_sheet(somebody, _("End the absence"), _("End it"), text)

    def act(given: dict[str, Any]) -> str:
        end_absence(absence, by=request.user, **given)
        return _("The last day of the absence is noted.")

    return answer(request, form, sheet, act)
