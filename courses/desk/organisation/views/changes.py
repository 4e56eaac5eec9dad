"""Establishments are founded, called otherwise, moved and closed by the ministry's office."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk import access
from courses.desk.organisation.answering import Sheet, answer, organisation_crumbs
from courses.desk.organisation.forms import (
    MINISTRY,
    CloseForm,
    FoundForm,
    MoveForm,
    PlaceForm,
    titles_of,
)
from elearning.accounts.requests import SignedInRequest
from elearning.staff import classifying, founding, relocating
from elearning.staff.models import Establishment


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*MINISTRY)
def found(request: SignedInRequest, code: str) -> HttpResponse:
    """Found a place under another."""
    here = _place(request, code)
    form = FoundForm(request.POST or None)
    text = _("It stands in the tree from today on. Reports of earlier days lack it.")
    sheet = _sheet(here, _("Found a place under it"), _("Found the place"), text)

    def act(given: dict[str, Any]) -> str:
        place = founding.found(
            here,
            given["code"],
            given["kind"],
            form.titles,
            external_id=given["external_id"],
            reason=given["reason"],
            by=request.user,
        )
        return _("%(place)s is founded.") % {"place": place.title}

    return answer(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*MINISTRY)
def describe(request: SignedInRequest, code: str) -> HttpResponse:
    """Call a place otherwise, or let it be of another kind."""
    here = _place(request, code)
    now = titles_of(here) | {"kind": here.kind, "external_id": here.external_id}
    form = PlaceForm(request.POST or None, initial=now)
    text = _(
        "New titles stand everywhere from now on, also in older reports. A new kind "
        "counts from today on: rules for that kind ask their courses then."
    )
    sheet = _sheet(here, _("Change titles and kind"), _("Save the changes"), text)

    def act(given: dict[str, Any]) -> str:
        said = {"by": request.user, "reason": given["reason"]}
        key = given["external_id"]
        with transaction.atomic():
            changed = [
                *founding.describe(here, titles=form.titles, external_id=key, **said),
                *classifying.make_kind(here, given["kind"], **said),
            ]
        return _("The changes are saved.") if changed else _("Nothing was changed.")

    return answer(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*MINISTRY)
def move(request: SignedInRequest, code: str) -> HttpResponse:
    """Put a place, with all under it, under another from a day on."""
    here = _place(request, code)
    form = MoveForm(request.POST or None, place=here, by=request.user)
    text = _(
        "All places under it and their people come along. Who looks after them changes "
        "with the place; reports of earlier days stay as they were."
    )
    sheet = _sheet(here, _("Move the place"), _("Move it"), text)

    def act(given: dict[str, Any]) -> str:
        relocating.relocate(
            here,
            given["parent"],
            on=given["on"],
            reason=given["reason"],
            by=request.user,
        )
        return (
            _("The place is moved.")
            if given["on"] == access.today()
            else _("The move is noted; the tree follows on that day.")
        )

    return answer(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*MINISTRY)
def close(request: SignedInRequest, code: str) -> HttpResponse:
    """Note the last day of a place."""
    here = _place(request, code)
    form = CloseForm(request.POST or None)
    text = _(
        "Nobody is appointed there beyond its last day. It stays in reports of the days "
        "on which it was open."
    )
    sheet = _sheet(here, _("Close the place"), _("Close it"), text, is_danger=True)

    def act(given: dict[str, Any]) -> str:
        relocating.close(here, by=request.user, **given)
        return _("The last day of the place is noted.")

    return answer(request, form, sheet, act)


def _place(request: SignedInRequest, code: str) -> Establishment:
    """Return an open place of the ministry officer's own remit, or raise 404."""
    seen = Establishment.objects.visible_to(request.user, roles=MINISTRY)
    seen = seen.exclude(closed_on__lt=access.today())
    place: Establishment = get_object_or_404(seen, code=code)
    return place


def _sheet(
    here: Establishment, title: str, action: str, text: str, *, is_danger: bool = False
) -> Sheet:
    back = reverse("desk:organisation:place", args=[here.code])
    crumbs = [*organisation_crumbs(), (back, here.title)]
    return Sheet(title, here.title, action, back, crumbs, text, is_danger)
