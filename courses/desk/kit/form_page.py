"""A page with one form, and what happens once it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember


@dataclass(frozen=True)
class FormPage:
    """What the page is called, whom or what it is about, what it says, where it leads back."""

    title: str
    about: str
    action: str
    back: str
    crumbs: list[tuple[str, str]]
    text: str = ""
    is_danger: bool = False


def handle_form_page(
    request: SignedInRequest,
    form: forms.Form,
    sheet: FormPage,
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Show ``form``; where what it says is right, let ``act`` do it and go back.

    ``act`` returns the sentence to say then. What it refuses is said at the form, which
    keeps all that was typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(sheet.back)
    context = {"form": form, "sheet": sheet}
    return render(request, "desk/organisation/form.html", context)


def build_organisation_breadcrumbs() -> list[tuple[str, str]]:
    """Return the way to the organisation."""
    return [(reverse("desk:organisation:tree"), _("Organisation"))]


def build_person_form_page(
    person: StaffMember,
    title: str,
    action: str,
    text: str = "",
    *,
    is_danger: bool = False,
) -> FormPage:
    """Return the page of a form about ``person``, which leads back to her record."""
    back = reverse("desk:person", args=[person.key])
    crumbs = [(reverse("desk:people"), _("Staff")), (back, person.short_name)]
    return FormPage(title, person.full_name, action, back, crumbs, text, is_danger)
