"""Proposals to revoke certificates: those that wait for a second person, and her decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.errors import CertificateError
from courses.certificates.life import revoking
from courses.certificates.models import RevocationProposal
from courses.desk import access
from courses.desk.certificates.forms import DecisionForm
from elearning.accounts.requests import SignedInRequest
from elearning.audit import trail

_PAGE = 50


@require_safe
@access.for_roles(*access.ACCOUNT_OFFICE)
def waiting(request: SignedInRequest) -> HttpResponse:
    """List the proposals, those that wait first; the look is audited."""
    rows = _known(request).order_by(F("decision").asc(nulls_first=True), "-pk")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    trail.write(
        "certificates.proposals_viewed",
        by=request.user,
        page=page.number,
        certificates=[one.certificate.number for one in page],
    )
    context = {
        "title": _("Revocation of certificates"),
        "label": _("Proposals, those that wait first"),
        "page": page,
        "decides": request.user.has_role(*revoking.DECIDING_ROLES),
    }
    return render(request, "desk/certificates/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.ACCOUNT_OFFICE)
def decide(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a proposal, and have a second person confirm or decline it."""
    one = get_object_or_404(_known(request), key=key)
    person = one.certificate.holder
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoking.decide(
                one,
                is_confirmed=form.is_confirmed,
                note=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except CertificateError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(is_confirmed=form.is_confirmed))
            return redirect("desk:certificates:proposals")
    else:
        trail.write(
            "certificates.viewed",
            by=request.user,
            on=one.certificate,
            person=person.key,
        )
    context: dict[str, Any] = {
        "proposal": one,
        "certificate": one.certificate,
        "person": person,
        "form": form,
        "is_second": one.proposed_by_id != request.user.pk
        and request.user.has_role(*revoking.DECIDING_ROLES),
        "is_first": one.proposed_by_id == request.user.pk,
    }
    status = 400 if form.errors else 200
    return render(request, "desk/certificates/decide.html", context, status=status)


def _known(request: SignedInRequest) -> Any:
    found = RevocationProposal.objects.visible_to(request.user)
    return found.select_related(
        "certificate__completion__learner",
        "certificate__completion__withdrawal",
        "certificate__replaced_by",
        "proposed_by",
        "decision__by",
    )


def _said(*, is_confirmed: bool) -> str:
    if is_confirmed:
        return _("Confirmed. The certificate is revoked, and its holder is told.")
    return _("Declined. The certificate stands.")
