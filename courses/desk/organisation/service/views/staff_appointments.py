"""Appointments: of new staff, additional, moved to another post, ended, cancelled."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk.kit import access
from courses.desk.kit.form_page import (
    FormPage,
    build_crumbs,
    build_person_form_page,
    handle_form_page,
)
from courses.desk.organisation.service.forms import (
    AdditionalAppointmentForm,
    AppointmentCancelForm,
    LastDayForm,
    NewStaffMemberForm,
    TransferForm,
)
from courses.desk.organisation.service.service_overview import (
    list_changeable_appointments,
)
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff import appointments
from elearning.staff.errors import StaffError
from elearning.staff.models import Appointment, StaffMember
from elearning.staff.staff_registration import StaffMemberDetails, register_staff_member

_WHO = ("staff_number", "family_name", "given_name", "patronymic", "language")


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_appointment(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Appoint a person to an additional post."""
    somebody = access.get_person_in_remit(request.user, key)
    form = AdditionalAppointmentForm(request.POST or None, by=request.user)
    text = _(
        "For a post in addition to the present one. If the person is "
        "leaving a post for another, follow “Move to another post” "
        "beside that appointment instead."
    )
    page = build_person_form_page(somebody, _("Appoint"), _("Appoint"), text)

    def act(given: dict[str, Any]) -> str:
        reason, terms = given.pop("reason"), appointments.AppointmentTerms(**given)
        appointments.create_appointment(somebody, terms, by=request.user, reason=reason)
        return _("Appointment recorded.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def move_to_another_post(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """Move a person from one post to another without a gap."""
    somebody = access.get_person_in_remit(request.user, key)
    held = _appointment(request, somebody, pk)
    initial = {"establishment": held.establishment, "post": held.post}
    form = TransferForm(request.POST or None, by=request.user, initial=initial)
    text = _(
        "%(post)s, %(place)s: this appointment ends the day before the "
        "first day of the new one."
    ) % {"post": held.post.title, "place": held.establishment.title}
    if not request.user.has_role(Role.MINISTRY_HR):
        text += " " + _(
            "Only establishments in your remit are offered; the ministry's "
            "personnel office handles transfers outside it."
        )
    page = build_person_form_page(
        somebody, _("Move to another post"), _("Move it"), text
    )

    def act(given: dict[str, Any]) -> str:
        reason, terms = given.pop("reason"), appointments.AppointmentTerms(**given)
        appointments.move_appointment(held, terms, by=request.user, reason=reason)
        return _("Move recorded.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_appointment_end(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """Enter the last day of an appointment."""
    somebody = access.get_person_in_remit(request.user, key)
    held = _appointment(request, somebody, pk)
    form = LastDayForm(request.POST or None)
    text = _(
        "%(post)s, %(place)s. After the last day of their last "
        "appointment, a person is not counted in any report; your office "
        "keeps their record."
    ) % {"post": held.post.title, "place": held.establishment.title}
    page = build_person_form_page(somebody, _("End the appointment"), _("End it"), text)

    def act(given: dict[str, Any]) -> str:
        appointments.end_appointment(held, by=request.user, **given)
        return _("Last day of the appointment recorded.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def cancel_planned_appointment(
    request: SignedInRequest, key: UUID, pk: int
) -> HttpResponse:
    """Cancel an appointment that has not begun."""
    somebody = access.get_person_in_remit(request.user, key)
    held = _appointment(request, somebody, pk)
    if held.starts_on <= timezone.localdate():
        raise Http404
    earlier = appointments.find_preceding_appointment(held)
    form = AppointmentCancelForm(request.POST or None, has_earlier=earlier is not None)
    text = _(
        "%(post)s, %(place)s, from %(day)s: this appointment will not go "
        "ahead. The audit log keeps what was planned."
    ) % {
        "post": held.post.title,
        "place": held.establishment.title,
        "day": date_format(held.starts_on, "DATE_FORMAT"),
    }
    if earlier is not None:
        text += " " + _("Previous appointment: %(post)s, %(place)s.") % {
            "post": earlier.post.title,
            "place": earlier.establishment.title,
        }
    page = build_person_form_page(
        somebody, _("Call off the appointment"), _("Call it off"), text, is_danger=True
    )

    def act(given: dict[str, Any]) -> str:
        appointments.cancel_appointment(
            held, by=request.user, **{"resume": False} | given
        )
        return _("Appointment called off.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_staff_member(request: SignedInRequest) -> HttpResponse:
    """Add a person to the service."""
    form = NewStaffMemberForm(request.POST or None, by=request.user)
    text = _(
        "The person appears in your lists from the first day. To let "
        "them sign in, create an account for them afterwards."
    )
    page = FormPage(
        _("Add a person"),
        crumbs=build_crumbs(("desk:people", _("Staff"))),
        about=_("Staff"),
        intro=text,
    )

    def act(given: dict[str, Any]) -> str:
        who = StaffMemberDetails(**{part: given.pop(part) for part in _WHO})
        reason, terms = given.pop("reason"), appointments.AppointmentTerms(**given)
        person = register_staff_member(who, terms, by=request.user, reason=reason)
        return _("%(number)s added with their first appointment.") % {
            "number": person.staff_number
        }

    return handle_form_page(request, form, page, act, StaffError)


def _appointment(
    request: SignedInRequest, somebody: StaffMember, pk: int
) -> Appointment:
    rows = list_changeable_appointments(somebody, by=request.user)
    rows = rows.select_related("establishment", "post")
    held: Appointment = get_object_or_404(rows, pk=pk)
    return held
