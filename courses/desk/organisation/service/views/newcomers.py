"""Somebody new is entered with her first appointment."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk import access
from courses.desk.organisation.answering import Sheet, answer
from courses.desk.organisation.service.forms import NewcomerForm
from elearning.accounts.requests import SignedInRequest
from elearning.staff.registering import Particulars, register

_WHO = ("staff_number", "family_name", "given_name", "patronymic", "language")


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def add(request: SignedInRequest) -> HttpResponse:
    """Add a person to the service."""
    form = NewcomerForm(request.POST or None, by=request.user)
    back = reverse("desk:people")
    text = _(
        "She stands in your lists from the first day on. To let her sign in, make her an "
        "account afterwards."
    )
    crumbs = [(back, _("Staff"))]
    title = _("Add a person")
    sheet = Sheet(title, _("Staff"), title, back, crumbs, text)

    def act(given: dict[str, Any]) -> str:
        who = Particulars(**{part: given.pop(part) for part in _WHO})
        place, post = given.pop("establishment"), given.pop("post")
        person = register(who, place, post, by=request.user, **given)
        return _("%(number)s is entered with the first appointment.") % {
            "number": person.staff_number
        }

    return answer(request, form, sheet, act)
