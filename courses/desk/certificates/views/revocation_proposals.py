"""Proposals to revoke certificates, and decisions by a second person."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.errors import CertificateError
from courses.certificates.lifecycle import certificate_revocation
from courses.certificates.models import RevocationProposal
from courses.desk.certificates.forms import RevocationDecisionForm
from courses.desk.kit import access
from courses.desk.kit.decision_page import DecisionPage, read_proposal, submit_decision
from courses.desk.kit.form_page import HOME, build_crumbs, render_form
from courses.desk.kit.list_page import paginate_rows
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_safe
@access.require_role(*access.ACCOUNT_OFFICE)
def list_revocation_proposals(request: SignedInRequest) -> HttpResponse:
    """List the proposals, pending ones first; viewing is audited."""
    rows = _known(request).order_by(F("decision").asc(nulls_first=True), "-pk")
    page = paginate_rows(request, rows)
    audit_log.record_action(
        "certificates.proposals_viewed",
        by=request.user,
        page=page.number,
        certificates=[one.certificate.number for one in page],
    )
    context = {
        "title": _("Revocation of certificates"),
        "label": _("Proposals, those waiting first"),
        "page": page,
        "decides": request.user.has_role(*certificate_revocation.DECIDING_ROLES),
    }
    return render(request, "desk/certificates/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.ACCOUNT_OFFICE)
def decide_certificate_revocation(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a proposal; a second person confirms or declines it here."""
    one = get_object_or_404(_known(request), key=key)
    form = RevocationDecisionForm(request.POST or None)
    decide = partial(certificate_revocation.decide_revocation, one)
    page = _decision_page(request, one)
    said = (
        _("Confirmed. The certificate is revoked, and its holder is told."),
        _("Declined. The certificate stands."),
    )
    back = page.back_url
    if done := submit_decision(request, form, decide, CertificateError, back, said):
        return done
    audit_log.record_action(
        "certificates.viewed",
        by=request.user,
        on=one.certificate,
        person=one.certificate.holder.key,
    )
    context = {
        "proposal": one,
        "certificate": one.certificate,
        "form": form,
        "page": page,
    }
    return render_form(request, "desk/certificates/decide.html", context)


def _decision_page(request: SignedInRequest, one: RevocationProposal) -> DecisionPage:
    facts = read_proposal(one, request.user)
    roles = certificate_revocation.DECIDING_ROLES
    if facts["may_decide"] and not request.user.has_role(*roles):
        facts["may_decide"] = False
        facts["note"] = _(
            "The ministry’s personnel office or an administrator decides on it."
        )
    proposals = ("desk:certificates:proposals", _("Revocation of certificates"))
    return DecisionPage(
        _("Proposal to revoke a certificate"),
        crumbs=build_crumbs(HOME, proposals),
        about=one.certificate.number,
        **facts,
    )


def _known(request: SignedInRequest) -> Any:
    found = RevocationProposal.objects.visible_to(request.user)
    return found.select_related(
        "certificate__completion__learner",
        "certificate__completion__withdrawal",
        "certificate__replaced_by",
        "proposed_by",
        "decision__by",
    )
