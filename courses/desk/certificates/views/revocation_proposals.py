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
from courses.certificates.lifecycle import certificate_revocation
from courses.certificates.models import RevocationProposal
from courses.desk.certificates.forms import RevocationDecisionForm
from courses.desk.kit import access
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log

_PAGE = 50


@require_safe
@access.require_role(*access.ACCOUNT_OFFICE)
def list_revocation_proposals(request: SignedInRequest) -> HttpResponse:
    """List the proposals, those that wait first; the look is audited."""
    rows = _known(request).order_by(F("decision").asc(nulls_first=True), "-pk")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    audit_log.record_action(
        "certificates.proposals_viewed",
        by=request.user,
        page=page.number,
        certificates=[one.certificate.number for one in page],
    )
    context = {
        "title": _("Revocation of certificates"),
        "label": _("Proposals, those that wait first"),
        "page": page,
        "decides": request.user.has_role(*certificate_revocation.DECIDING_ROLES),
    }
    return render(request, "desk/certificates/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.ACCOUNT_OFFICE)
def decide_certificate_revocation(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a proposal, and have a second person confirm or decline it."""
    one = get_object_or_404(_known(request), key=key)
    person = one.certificate.holder
    form = RevocationDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            certificate_revocation.decide_revocation(
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
        audit_log.record_action(
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
        and request.user.has_role(*certificate_revocation.DECIDING_ROLES),
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
