"""Establishments added, edited, moved and closed by the ministry’s office."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk.kit import access
from courses.desk.kit.form_page import FormPage, build_crumbs, handle_form_page
from courses.desk.organisation.forms import (
    MINISTRY,
    ORGANISATION,
    EstablishmentCloseForm,
    EstablishmentForm,
    EstablishmentMoveForm,
    NewEstablishmentForm,
    build_title_initial,
)
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff import classification, establishment_tree, establishments
from elearning.staff.errors import StaffError
from elearning.staff.models import Establishment


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*MINISTRY)
def add_establishment(request: SignedInRequest, code: str) -> HttpResponse:
    """Add a place under another."""
    here = _place(request, code)
    form = NewEstablishmentForm(request.POST or None)
    text = _(
        "It is part of the structure from today. Reports for earlier "
        "dates do not include it."
    )
    page = _form_page(
        here, _("Add an establishment under it"), _("Add the establishment"), text
    )

    def act(given: dict[str, Any]) -> str:
        place = establishments.create_establishment(
            here,
            given["code"],
            given["kind"],
            form.titles,
            external_id=given["external_id"],
            reason=given["reason"],
            by=request.user,
        )
        return _("%(place)s added.") % {"place": place.title}

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*MINISTRY)
def edit_establishment(request: SignedInRequest, code: str) -> HttpResponse:
    """Change the titles or the kind of a place."""
    here = _place(request, code)
    now = build_title_initial(here) | {
        "kind": here.kind,
        "external_id": here.external_id,
    }
    form = EstablishmentForm(request.POST or None, initial=now)
    text = _(
        "New titles appear everywhere from now on, including in older "
        "reports. A new kind applies from today: the courses in rules "
        "for that kind become required."
    )
    page = _form_page(here, _("Change titles and kind"), _("Save the changes"), text)

    def act(given: dict[str, Any]) -> str:
        said = {"by": request.user, "reason": given["reason"]}
        key = given["external_id"]
        with transaction.atomic():
            changed = [
                *establishments.update_establishment(
                    here, titles=form.titles, external_id=key, **said
                ),
                *classification.change_establishment_kind(here, given["kind"], **said),
            ]
        return _("Changes saved.") if changed else _("Nothing was changed.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*MINISTRY)
def move_listed_establishment(request: SignedInRequest, code: str) -> HttpResponse:
    """Move a place, and all under it, under another from a day on."""
    here = _place(request, code)
    form = EstablishmentMoveForm(request.POST or None, place=here, by=request.user)
    text = _(
        "All establishments under it and their people move with it. The "
        "new parent decides who looks after them; reports for earlier "
        "dates stay as they were."
    )
    page = _form_page(here, _("Move the establishment"), _("Move it"), text)

    def act(given: dict[str, Any]) -> str:
        establishment_tree.relocate_establishment(
            here,
            given["parent"],
            on=given["on"],
            reason=given["reason"],
            by=request.user,
        )
        return (
            _("Establishment moved.")
            if given["on"] == timezone.localdate()
            else _("Move recorded; the structure changes on that date.")
        )

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*MINISTRY)
def enter_establishment_end(request: SignedInRequest, code: str) -> HttpResponse:
    """Enter the last day of a place."""
    here = _place(request, code)
    form = EstablishmentCloseForm(request.POST or None)
    text = _(
        "Nobody can be appointed there after its last day. It stays in "
        "reports for dates when it was open."
    )
    page = _form_page(
        here, _("Close the establishment"), _("Close it"), text, is_danger=True
    )

    def act(given: dict[str, Any]) -> str:
        establishment_tree.close_establishment(here, by=request.user, **given)
        return _("Last day of the establishment recorded.")

    return handle_form_page(request, form, page, act, StaffError)


def _place(request: SignedInRequest, code: str) -> Establishment:
    seen = Establishment.objects.visible_to(request.user, roles=MINISTRY)
    seen = seen.exclude(closed_on__lt=timezone.localdate())
    place: Establishment = get_object_or_404(seen, code=code)
    return place


def _form_page(
    here: Establishment, title: str, action: str, text: str, *, is_danger: bool = False
) -> FormPage:
    return FormPage(
        title,
        action,
        crumbs=build_crumbs(
            ORGANISATION, ("desk:organisation:place", here.title, here.code)
        ),
        about=here.title,
        intro=text,
        is_danger=is_danger,
    )
