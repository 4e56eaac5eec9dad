"""Training passed elsewhere or earlier: entered by one person, decided by another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.kit import access
from courses.desk.recognition.forms import (
    PriorLearningClaimFilter,
    PriorLearningClaimForm,
    PriorLearningDecisionForm,
)
from courses.desk.recognition.views.recognition_entries import (
    build_entries_page,
    build_entry_page,
    handle_entry_decision,
    handle_entry_form,
)
from courses.recognition import (
    prior_learning_claims,
    prior_learning_decisions,
    scan_store,
)
from courses.recognition.models import Claim
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(*access.PERSONNEL)
def list_prior_learning_claims(request: SignedInRequest) -> HttpResponse:
    """List the claims, waiting ones first; the view is audited."""
    form = PriorLearningClaimFilter(request.GET)
    found = form.select(_known(request))
    page = build_entries_page(request, found, "recognition.list_viewed", **form.facts())
    context = {
        "title": _("Prior and external learning"),
        "label": _("Entries, waiting ones first"),
        "form": form,
        "page": page,
    }
    return render(request, "desk/recognition/claims.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def enter_prior_learning(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Enter training that a person passed elsewhere or earlier."""
    somebody = access.get_person_in_remit(request.user, key)
    form = PriorLearningClaimForm(request.POST or None, request.FILES or None)

    def propose(given: dict[str, Any]) -> None:
        prior_learning_claims.propose_prior_learning(
            somebody,
            given["course"],
            form.paper(),
            scan=given["scan"],
            by=request.user,
            at=timezone.now(),
        )

    return handle_entry_form(
        request,
        somebody,
        form,
        propose,
        title=_("Enter prior or external learning"),
        lead=_(
            "Copy what the document says. Nothing counts until a second "
            "person confirms it."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def decide_prior_learning_claim(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a claim; a second person confirms or declines it."""
    one = get_object_or_404(_known(request), key=key)
    about = f"{one.course.code} — {one.course.title}"
    title, back = _("Prior or external learning"), "desk:recognition:claims"
    return handle_entry_decision(
        request,
        one,
        PriorLearningDecisionForm(request.POST or None),
        prior_learning_decisions.decide_prior_learning,
        build_entry_page(request, one, title, about, back),
        (
            _("Confirmed. The training is on record and counts."),
            _("Declined. Nothing is recorded."),
        ),
        "desk/recognition/claim.html",
    )


@require_safe
@access.require_role(*access.PERSONNEL)
def download_claim_scan(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Return the scan of a claim as a download; the download is audited."""
    one = get_object_or_404(_known(request), key=key, scan__removed_at=None)
    kept = getattr(one, "scan", None)
    if kept is None:
        raise Http404
    try:
        data = scan_store.read_scan(kept, by=request.user)
    except scan_store.ScanLostError:
        messages.error(
            request, _("The scan is lost. Please ask for the document itself.")
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
