"""Ranks that somebody holds, and to whom she reports."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk import access
from courses.desk.organisation.answering import answer, person_sheet
from courses.desk.organisation.service.forms import LastDayForm
from courses.desk.organisation.service.line_forms import ManagerForm, RankForm
from elearning.accounts.requests import SignedInRequest
from elearning.staff import ranks
from elearning.staff.reporting import end_reporting, report_to


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def give_rank(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Give a person a rank from a day on."""
    somebody = access.person_of(request.user, key)
    form = RankForm(request.POST or None)
    text = _("The rank before it ends on the day before.")
    sheet = person_sheet(somebody, _("Give a rank"), _("Give the rank"), text)

    def act(given: dict[str, Any]) -> str:
        ranks.give_rank(somebody, by=request.user, **given)
        return _("The rank is entered.")

    return answer(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def end_rank(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """Note the last day of a rank."""
    somebody = access.person_of(request.user, key)
    held = get_object_or_404(somebody.ranks_held.select_related("rank"), pk=pk)
    form = LastDayForm(request.POST or None)
    sheet = person_sheet(somebody, _("End the rank"), _("End it"), held.rank.title)

    def act(given: dict[str, Any]) -> str:
        ranks.end_rank(held, by=request.user, **given)
        return _("The last day of the rank is noted.")

    return answer(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def set_manager(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Say to whom a person reports from a day on."""
    somebody = access.person_of(request.user, key)
    form = ManagerForm(request.POST or None, by=request.user)
    text = _(
        "The line manager is reminded of training that falls due. The one before is the "
        "line manager until the day before."
    )
    sheet = person_sheet(somebody, _("Set the line manager"), _("Save"), text)

    def act(given: dict[str, Any]) -> str:
        day = given["starts_on"]
        report_to(somebody, given["number"], starts_on=day, by=request.user)
        return _("The line manager is entered.")

    return answer(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def end_manager(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """Note until when a person reports to her line manager."""
    somebody = access.person_of(request.user, key)
    line = get_object_or_404(somebody.reporting.select_related("manager"), pk=pk)
    form = LastDayForm(request.POST or None)
    text = line.manager.staff_number
    sheet = person_sheet(somebody, _("End the line of management"), _("End it"), text)

    def act(given: dict[str, Any]) -> str:
        end_reporting(line, by=request.user, **given)
        return _("The last day of the line of management is noted.")

    return answer(request, form, sheet, act)
