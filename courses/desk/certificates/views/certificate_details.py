"""The page of a certificate: facts, lineage, history, and proposals about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.errors import CertificateError
from courses.certificates.lifecycle import (
    certificate_replacement,
    certificate_revocation,
)
from courses.certificates.lifecycle.office_history import (
    list_course_certificates,
    list_office_history,
)
from courses.certificates.models import Certificate, RevocationProposal
from courses.certificates.update_deadlines import attach_updates
from courses.desk.certificates.forms import RevocationProposalForm
from courses.desk.kit import access
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.form_page import (
    HOME,
    FormPage,
    build_crumbs,
    render_form,
    submit_form,
)
from courses.records.completions.completion_correction import attach_corrections
from elearning.accounts.models import User
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember
from elearning.staff.name_changes import propose_current_name
from elearning.staff.spelling import is_spelled_alike


@require_safe
@access.require_role(*access.PERSONNEL)
def show_certificate(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a certificate with its history; viewing is audited."""
    one = _known(request, key)
    audit_log.record_action(
        "certificates.viewed", by=request.user, on=one, person=one.holder.key
    )
    people = StaffMember.objects.in_remit_of(request.user)
    context = {
        "certificate": one,
        "withdrawal": getattr(one.completion, "withdrawal", None),
        "waiting": _waiting(one),
        "papers": attach_updates(
            list_course_certificates(one).select_related(
                "replaces", "renews", "completion"
            )
        ),
        "history": list_office_history(one),
        "corrections": attach_corrections([one.completion])[0].corrections,
        "is_own": one.holder.user_id == request.user.pk,
        "is_in_remit": people.filter(pk=one.holder.pk).exists(),
        "is_called_otherwise": one.holder_name != one.holder.full_name,
    }
    return render(request, "desk/certificates/certificate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*certificate_revocation.PROPOSING_ROLES)
def propose_certificate_revocation(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Propose the revocation of a certificate; a second person decides."""
    one = _known(request, key)
    form = RevocationProposalForm(request.POST or None)
    page = _form_page(one, _("Propose revocation"), is_danger=True)

    def act(given: dict[str, Any]) -> str:
        certificate_revocation.propose_revocation(
            one, by=request.user, at=timezone.now(), **given
        )
        return _("Proposed. Nothing changes until a second person decides.")

    context = {"certificate": one, "form": form, "page": page}
    done = submit_form(request, form, act, CertificateError, page.back_url)
    return done or render_form(request, "desk/certificates/revoke.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def replace_listed_certificate(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Reissue a certificate with the holder’s current name."""
    one = _known(request, key)
    form = ReasonForm(request.POST or None)
    page = _form_page(one, _("Issue with the current name"), _("Issue the certificate"))

    def act(given: dict[str, Any]) -> HttpResponse:
        paper, said = _reissued(one, given["reason"], by=request.user)
        if said:
            messages.success(request, said)
        return redirect("desk:certificates:certificate", paper.key)

    errors = (CertificateError, StaffError)
    if done := submit_form(request, form, act, errors, page.back_url):
        return done
    names = one.holder_name, one.holder.full_name
    waits = not is_spelled_alike(*names)
    context = {"certificate": one, "form": form, "page": page, "waits": waits}
    return render_form(request, "desk/certificates/replace.html", context)


def _reissued(one: Certificate, reason: str, *, by: User) -> tuple[Certificate, str]:
    """Return the reissued certificate in place of ``one``, and the message to show.

    If the names differ in more than spelling, ``one`` is returned and the name waits for a
    second officer. Raises ``CertificateError`` if ``one`` is no longer valid, and
    ``StaffError`` for the holder.
    """
    at, person = timezone.now(), one.holder
    made = certificate_replacement.replace_renamed_certificates(
        [person], reason=reason, by=by, at=at
    )
    newest = next((paper for paper in made if paper.replaces == one), one)
    if newest.holder_name == person.full_name:
        return newest, _("Issued. It replaces the previous document.") if made else ""
    if (
        not Certificate.objects.counting(timezone.localdate())
        .filter(pk=one.pk)
        .exists()
    ):
        raise CertificateError(
            _("This certificate is no longer valid. No other is issued in its place.")
        )
    propose_current_name(person, reason=reason, by=by, at=at)
    return one, _(
        "Proposed. The names differ in more than spelling, so a second "
        "officer must confirm before the certificate is issued in the "
        "current name."
    )


def _known(request: SignedInRequest, key: UUID) -> Certificate:
    shown = Certificate.objects.visible_to(request.user).with_fate()
    rows = shown.select_related("completion__learner__user", "completion__course")
    return get_object_or_404(rows, key=key)


def _waiting(one: Certificate) -> RevocationProposal | None:
    waiting = RevocationProposal.objects.waiting()
    about = waiting.filter(certificate__completion=one.completion_id)
    return about.select_related("proposed_by").first()


def _form_page(
    one: Certificate, title: str, action: str = "", *, is_danger: bool = False
) -> FormPage:
    return FormPage(
        title,
        action,
        crumbs=build_crumbs(
            HOME,
            ("desk:certificates:list", _("Certificates")),
            ("desk:certificates:certificate", one.number, one.key),
        ),
        about=one.number,
        is_danger=is_danger,
    )
