"""Training passed elsewhere or earlier: entered by one person, decided by another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk import access
from courses.desk.recognition.forms import ClaimDecisionForm, ClaimFilter, ClaimForm
from courses.desk.recognition.views.proposals import decide, enter, page_of
from courses.recognition import deciding, keeping, proposing
from courses.recognition.models import Claim
from elearning.accounts.requests import SignedInRequest


@require_safe
@access.for_roles(*access.PERSONNEL)
def listed(request: SignedInRequest) -> HttpResponse:
    """List what was entered, what waits first; the look is audited."""
    form = ClaimFilter(request.GET)
    found = form.select(_known(request))
    page = page_of(request, found, "recognition.list_viewed", **form.facts())
    context = {
        "title": _("Earlier and outside training"),
        "label": _("Entries, those that wait first"),
        "form": form,
        "page": page,
    }
    return render(request, "desk/recognition/claims.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def add(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Enter training that a person passed elsewhere or earlier."""
    somebody = access.person_of(request.user, key)
    form = ClaimForm(request.POST or None, request.FILES or None)

    def propose() -> None:
        proposing.propose(
            somebody,
            form.cleaned_data["course"],
            form.paper(),
            scan=form.cleaned_data["scan"],
            by=request.user,
            at=timezone.now(),
        )

    return enter(request, somebody, form, propose, "desk/recognition/add.html")


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def claim(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show an entry, and have a second person confirm or decline it."""
    one = get_object_or_404(_known(request), key=key)
    return decide(
        request,
        one,
        ClaimDecisionForm(request.POST or None),
        deciding.decide,
        template="desk/recognition/claim.html",
        back="desk:recognition:claims",
        done=(
            _("Confirmed. The training is on record and counts."),
            _("Declined. Nothing is recorded."),
        ),
        scan=getattr(one, "scan", None),
    )


@require_safe
@access.for_roles(*access.PERSONNEL)
def scan(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Hand over the scan of an entry; who took it is written down."""
    one = get_object_or_404(_known(request), key=key, scan__removed_at=None)
    kept = getattr(one, "scan", None)
    if kept is None:
        raise Http404
    try:
        data = keeping.take(kept, by=request.user)
    except keeping.LostError:
        messages.error(
            request, _("The scan is lost. Ask for the document itself, please.")
        )
        return redirect(one)
    answer = HttpResponse(data, content_type=kept.content_type)
    answer["Content-Disposition"] = f'attachment; filename="scan.{kept.kind}"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _known(request: SignedInRequest) -> Any:
    rows = Claim.objects.visible_to(request.user)
    return rows.select_related(
        "learner", "course", "proposed_by", "decision__by", "scan"
    )
