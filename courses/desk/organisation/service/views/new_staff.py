"""Entry of a new member of staff with their first appointment."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk.kit import access
from courses.desk.kit.form_page import FormPage, build_crumbs, handle_form_page
from courses.desk.organisation.service.forms import NewStaffMemberForm
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.appointments import AppointmentTerms
from elearning.staff.errors import StaffError
from elearning.staff.staff_registration import StaffMemberDetails, register_staff_member

_WHO = ("staff_number", "family_name", "given_name", "patronymic", "language")


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
        reason, terms = given.pop("reason"), AppointmentTerms(**given)
        person = register_staff_member(who, terms, by=request.user, reason=reason)
        return _("%(number)s added with their first appointment.") % {
            "number": person.staff_number
        }

    return handle_form_page(request, form, page, act, StaffError)
