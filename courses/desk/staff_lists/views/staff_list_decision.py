"""The decision on a compared staff list: it is applied or cancelled."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from courses.desk.kit import access
from courses.desk.kit.form_page import render_form
from courses.desk.staff_lists.forms import StaffListConfirmForm, get_posted_data
from courses.desk.staff_lists.staff_list_status import list_visible_staff_lists
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.importing import staff_list_confirmation
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.models import StaffList
from elearning.staff.importing.waiting_names import count_names_to_propose

#: The field that shows an error, by its code; other errors belong to the whole form.
_FIELDS = {"wrong_number": "leaving"}


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def confirm_uploaded_list(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the consequences of a list; once confirmed, the worker applies it."""
    one = get_object_or_404(list_visible_staff_lists(request.user), key=key)
    if request.method != "POST" and one.state != StaffList.State.COMPARED:
        return redirect("desk:staff-lists:one", one.key)
    form = StaffListConfirmForm(get_posted_data(request), staff_list=one)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            staff_list_confirmation.confirm_staff_list(
                one,
                by=request.user,
                leaving=given.get("leaving"),
                accepts_errors=given.get("accepts_errors", False),
            )
        except StaffListError as error:
            form.add_error(_FIELDS.get(error.code), str(error))
        else:
            messages.success(
                request,
                _(
                    "Confirmed. You can leave this page while the list is being "
                    "applied."
                ),
            )
            return redirect("desk:staff-lists:one", one.key)
    context = {
        "staff_list": one,
        "form": form,
        "consequences": _consequences(one),
        "is_dangerous": one.is_mass_departure,
    }
    return render_form(request, "desk/staff_lists/confirm.html", context)


@require_POST
@access.require_role(*access.PERSONNEL)
def cancel_uploaded_list(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Cancel a list; none of its changes remain."""
    one = get_object_or_404(list_visible_staff_lists(request.user), key=key)
    try:
        staff_list_confirmation.cancel_staff_list(one, by=request.user)
    except StaffListError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("List called off. Nothing has changed."))
    return redirect("desk:staff-lists:one", one.key)


def _consequences(one: StaffList) -> list[str]:
    """Return the consequences of confirming the list, a sentence for each kind."""
    counts = one.counts
    new, moved = counts.get("new", 0), counts.get("moved", 0)
    changed, left = counts.get("changed", 0), one.leaving
    names = count_names_to_propose(one, at=timezone.now())
    said = [
        (new, ngettext("%(n)s person is added", "%(n)s people are added", new)),
        (
            moved,
            ngettext(
                "appointments change for %(n)s person",
                "appointments change for %(n)s people",
                moved,
            ),
        ),
        (
            changed,
            ngettext(
                "details change for %(n)s person",
                "details change for %(n)s people",
                changed,
            ),
        ),
        (
            names,
            ngettext(
                "%(n)s person is named on certificates or passes in force, so "
                "their name stays until a second officer confirms the new one",
                "%(n)s people are named on certificates or passes in force, so "
                "their names stay until a second officer confirms the new ones",
                names,
            ),
        ),
        (
            left,
            ngettext(
                "appointments end for %(n)s person; the account stays",
                "appointments end for %(n)s people; their accounts stay",
                left,
            ),
        ),
    ]
    return [sentence % {"n": number} for number, sentence in said if number]
