"""Training passed elsewhere or earlier: entered by one person, decided by another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk import access
from courses.desk.recognition.forms import ClaimDecisionForm, ClaimFilter, ClaimForm
from courses.recognition import deciding, keeping, proposing
from courses.recognition.errors import RecognitionError
from courses.recognition.models import Claim
from elearning.accounts.requests import SignedInRequest
from elearning.audit import trail

_PAGE = 50


@require_safe
@access.for_roles(*access.PERSONNEL)
def listed(request: SignedInRequest) -> HttpResponse:
    """List what was entered, what waits first; the look is audited."""
    form = ClaimFilter(request.GET)
    rows = form.select(_known(request))
    ordered = rows.order_by(F("decision").desc(nulls_first=True), "-pk")
    page = Paginator(ordered, _PAGE).get_page(request.GET.get("page"))
    trail.write(
        "recognition.list_viewed",
        by=request.user,
        page=page.number,
        entries=len(page.object_list),
        **form.facts(),
    )
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
    if request.method == "POST" and form.is_valid():
        try:
            proposing.propose(
                somebody,
                form.cleaned_data["course"],
                form.paper(),
                scan=form.cleaned_data["scan"],
                by=request.user,
                at=timezone.now(),
            )
        except RecognitionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Entered. It counts once a second person has confirmed it.")
            )
            return redirect("desk:person", key)
    status = 400 if form.errors else 200
    context = {"person": somebody, "form": form}
    return render(request, "desk/recognition/add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def claim(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show an entry, and have a second person confirm or decline it."""
    one = get_object_or_404(_known(request), key=key)
    form = ClaimDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.decide(
                one,
                is_confirmed=form.is_confirmed,
                note=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except RecognitionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(is_confirmed=form.is_confirmed))
            return redirect("desk:recognition:claims")
    else:
        trail.write(
            "recognition.viewed", by=request.user, on=one, person=one.learner.key
        )
    context: dict[str, Any] = {
        "claim": one,
        "scan": getattr(one, "scan", None),
        "form": form,
        "is_first": one.proposed_by_id == request.user.pk,
    }
    status = 400 if form.errors else 200
    return render(request, "desk/recognition/claim.html", context, status=status)


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


def _said(*, is_confirmed: bool) -> str:
    if is_confirmed:
        return _("Confirmed. The training is on record and counts.")
    return _("Declined. Nothing is recorded.")
