"""Certificate designs: the list, one design, a new one, and specimens."""

import base64
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.designs import design_preview, design_proposals
from courses.certificates.errors import DesignError, PrintingError
from courses.certificates.models import DESIGNERS, Design, PdfLayout
from courses.desk.designs.forms import DesignDecisionForm, DesignForm
from courses.desk.kit import access
from courses.desk.kit.decision_page import DecisionPage, read_proposal, submit_decision
from courses.desk.kit.form_page import HOME, build_crumbs, render_form
from courses.desk.kit.list_page import paginate_rows
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import CODES, OWN_NAMES

#: Number of the built-in design, which has no row.
_BUILT_IN = 0


@require_safe
@access.require_role(*DESIGNERS)
def list_designs(request: SignedInRequest) -> HttpResponse:
    """Show the design in use, a proposal that waits, and earlier designs."""
    found = _known(request)
    page = paginate_rows(request, found.order_by("-number"))
    used = Design.objects.in_use()
    context = {
        "title": _("Certificate design"),
        "label": _("Designs"),
        "page": page,
        "lines": [(one, *_state(one, used)) for one in page],
        "used": used,
        "number": used.number if used else _BUILT_IN,
        "waiting": found.waiting().first(),
        "languages": _languages(),
    }
    return render(request, "desk/designs/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*DESIGNERS)
def propose_new_design(request: SignedInRequest) -> HttpResponse:
    """Edit a design, preview its specimen, and propose it."""
    is_look = "look" in request.POST
    form = DesignForm(
        request.POST or None,
        request.FILES or None,
        before=Design.objects.in_use(),
        is_look=is_look,
    )
    if request.method == "POST" and form.is_valid() and not is_look:
        try:
            kept = design_proposals.propose_design(
                form.draft(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except DesignError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Proposed. It takes effect once a second person puts it into use."),
            )
            return redirect("desk:designs:design", kept.number)
    context = {"form": form, "specimens": _specimens(form.draft().design())}
    status = 400 if form.errors and not is_look else 200
    return render(request, "desk/designs/propose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*DESIGNERS)
def show_design(request: SignedInRequest, number: int) -> HttpResponse:
    """Show a design with its specimens; a second person decides on it here."""
    one = get_object_or_404(_known(request), number=number)
    form = DesignDecisionForm(request.POST or None)
    decide = partial(design_proposals.decide_design, one)
    said = (
        _("Now in use. Certificates issued from now on will look like this."),
        _("Declined. Everything stays as it is."),
    )
    if done := submit_decision(request, form, decide, DesignError, request.path, said):
        return done
    page = DecisionPage(
        _("Design %(number)s") % {"number": one.number},
        crumbs=build_crumbs(HOME, ("desk:designs:list", _("Certificate design"))),
        **read_proposal(one, request.user),
    )
    look, words = _state(one, Design.objects.in_use())
    context = {
        "one": one,
        "form": form,
        "page": page,
        "look": look,
        "words": words,
        "languages": _languages(),
    }
    return render_form(request, "desk/designs/design.html", context)


@require_safe
@access.require_role(*DESIGNERS)
def download_specimen(
    request: SignedInRequest, number: int, form: str, language: str
) -> HttpResponse:
    """Return a specimen of a design as a picture; 0 is the built-in design."""
    if form not in PdfLayout or language not in CODES:
        raise Http404
    one = None
    if number != _BUILT_IN:
        one = get_object_or_404(_known(request), number=number)
    try:
        drawn = design_preview.render_design_preview(one, language, form)
    except PrintingError as error:
        raise Http404 from error
    return HttpResponse(drawn, content_type="image/png")


def _known(request: SignedInRequest) -> Any:
    found = Design.objects.visible_to(request.user)
    return found.select_related("made_by", "decision__by")


def _specimens(design: Design) -> list[dict[str, str]]:
    """Return a specimen of ``design`` per language, as data; skip failures to print."""
    found = []
    for language in _languages():
        try:
            drawn = design_preview.render_design_preview(design, language["code"])
        except PrintingError:
            continue
        data = base64.b64encode(drawn).decode()
        found.append(language | {"picture": f"data:image/png;base64,{data}"})
    return found


def _languages() -> list[dict[str, str]]:
    return [{"code": code, "name": OWN_NAMES[code]} for code in CODES]


def _state(one: Design, used: Design | None) -> tuple[str, str]:
    """Return the interface state of a design, and its label here."""
    if one.is_open:
        return "awaiting", _("Waiting for a second person")
    if not one.decision.is_confirmed:
        return "not-passed", _("Declined")
    if one == used:
        return "valid", _("In use")
    return "replaced", _("Previously in use")
