"""Revocation of certificates: one person proposes, another one decides (curriculum R19).

The completion is withdrawn, so all its certificates are revoked at once: the newest and
those it replaced. Nothing is deleted.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from courses.certificates.errors import CertificateError
from courses.certificates.models import (
    Certificate,
    RevocationDecision,
    RevocationProposal,
)
from courses.records.completions import completion_correction
from courses.records.completions.completion_withdrawal import withdraw_completion
from courses.records.models import Completion, Withdrawal
from courses.records.statements.certificate_statements import emit_certificate_revoked
from courses.transactions import unit_of_work
from elearning.accounts.roles import Role
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.decisions import decide_proposal
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Roles that may propose a revocation, for people in their remit.
PROPOSING_ROLES = (Role.FACILITY_HR, Role.MINISTRY_HR)
#: Roles that may be the second person.
DECIDING_ROLES = (Role.MINISTRY_HR, Role.ADMINISTRATOR)
KIND, DECIDED_KIND = "certificate-revoked", "revocation-decided"


def propose_revocation(
    certificate: Certificate,
    *,
    ground: str,
    authority: str,
    reason: str,
    by: "User",
    at: datetime,
) -> RevocationProposal:
    """Propose that ``certificate`` be revoked; nothing changes yet.

    ``ground`` is one of ``Withdrawal.Ground``, ``authority`` the office that revokes.
    Raises ``CertificateError`` for another role, for the holder themselves, without
    authority and reason, while another proposal about the same completion is waiting,
    and for one revoked already.
    """
    _demand_role(by, PROPOSING_ROLES)
    _demand_words(ground, authority, reason)
    with unit_of_work():
        completion = _locked(certificate)
        _demand_another(completion, by)
        if _is_withdrawn(completion):
            raise CertificateError(_("This certificate has already been revoked."))
        if _is_superseded(completion):
            raise CertificateError(
                _(
                    "This pass has since been corrected. Propose revoking the newest "
                    "certificate."
                )
            )
        waiting = RevocationProposal.objects.waiting()
        if waiting.filter(certificate__completion=completion).exists():
            raise CertificateError(
                _(
                    "A proposal to revoke this certificate is already waiting for a "
                    "decision."
                )
            )
        proposal = RevocationProposal.objects.create(
            certificate=certificate,
            ground=ground,
            authority=authority.strip(),
            reason=reason.strip(),
            proposed_by=by,
            proposed_at=at,
        )
        audit_log.record_action(
            "certificates.revocation_proposed",
            by=by,
            on=proposal,
            person=completion.learner.key,
            reason=proposal.reason,
            number=certificate.number,
            ground=ground,
            authority=proposal.authority,
        )
    return proposal


def decide_revocation(
    proposal: RevocationProposal,
    *,
    is_confirmed: bool,
    reason: str,
    by: "User",
    at: datetime,
) -> RevocationDecision:
    """Confirm or decline ``proposal``, as a second person.

    A confirmed one withdraws the completion from the day of ``at`` on, notifies the
    holder, and is recorded for each certificate of the completion, in one transaction.
    Raises ``CertificateError`` for another role, for the proposer and for the holder,
    without a note, if it is already decided, and for confirming if the completion was
    corrected since: another certificate proves it now.
    """
    _demand_role(by, DECIDING_ROLES)
    decision = RevocationDecision(is_confirmed=is_confirmed, note=reason, by=by, at=at)

    def prepare(kept: RevocationProposal) -> dict[str, Any]:
        _demand_another(completion, by)
        if is_confirmed and _is_superseded(completion):
            raise CertificateError(
                _(
                    "This pass has since been corrected. Decline the proposal, and "
                    "have the newest certificate revoked."
                )
            )
        return {"person": completion.learner.key, "number": kept.certificate.number}

    with unit_of_work():
        completion = _locked(proposal.certificate)
        decide_proposal(proposal, decision, prepare=prepare)
        _tell_proposer(decision.proposal, decision)
        if is_confirmed:
            _revoke(decision.proposal, completion, by=by, at=at)
    return decision


def record_certificate_revocations(
    withdrawal: Withdrawal, *, by: "User", at: datetime
) -> None:
    """Record the revocation of each certificate in the audit log and the record store."""
    completion = withdrawal.completion
    for paper in completion.certificates.order_by("pk"):
        audit_log.record_action(
            "certificates.revoked",
            by=by,
            on=paper,
            person=completion.learner.key,
            number=paper.number,
        )
        emit_certificate_revoked(paper, ground=withdrawal.ground, at=at)


def render_revocation_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the holder: the course by its code, without the ground (R16)."""
    return NoticeText(
        _("Course %(code)s: your certificate no longer counts") % context,
        _(
            "It is listed among your certificates with the date. Ask your "
            "personnel officer for the reason and what you can do."
        ),
    )


def render_revocation_decision(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the proposer: the number, and the decision."""
    if context["is_confirmed"]:
        return NoticeText(
            _("Certificate %(number)s has been revoked, as you proposed") % context
        )
    return NoticeText(
        _("Certificate %(number)s stands: your proposal was declined") % context
    )


def _revoke(
    proposal: RevocationProposal, completion: Completion, *, by: "User", at: datetime
) -> None:
    withdraw_completion(
        completion,
        ground=proposal.ground,
        authority=proposal.authority,
        reason=proposal.reason,
        by=by,
        at=at,
    )
    if (user := completion.learner.user) is not None:
        notify_user(
            user,
            KIND,
            str(proposal.key),
            context={"code": proposal.certificate.course_code},
            url="/my/certificates/",
            at=at,
        )


def _tell_proposer(proposal: RevocationProposal, decision: RevocationDecision) -> None:
    notify_user(
        proposal.proposed_by,
        DECIDED_KIND,
        str(proposal.key),
        context={
            "number": proposal.certificate.number,
            "is_confirmed": decision.is_confirmed,
        },
        url=f"/desk/certificates/{proposal.certificate.key}/",
        at=decision.at,
    )


def _locked(certificate: Certificate) -> Completion:
    """Return the completion, locked against concurrent decisions.

    The holder is locked too, because a correction of an earlier completion updates this
    one.
    """
    completion_correction.lock_learner(certificate.completion.learner)
    rows = Completion.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("learner__user").get(pk=certificate.completion_id)


def _is_withdrawn(completion: Completion) -> bool:
    return Withdrawal.objects.filter(completion=completion).exists()


def _is_superseded(completion: Completion) -> bool:
    return Completion.objects.filter(supersedes=completion).exists()


def _demand_role(by: "User", roles: tuple[Role, ...]) -> None:
    if not by.has_role(*roles):
        raise CertificateError(
            _("Only the personnel office of the ministry can do this.")
        )


def _demand_another(completion: Completion, by: "User") -> None:
    if completion.learner.user_id == by.pk:
        raise CertificateError(
            _("This is your own certificate. Someone else must decide about it.")
        )


def _demand_words(ground: str, authority: str, reason: str) -> None:
    if ground not in Withdrawal.Ground.values:
        raise CertificateError(_("Choose the ground."))
    if not authority.strip():
        raise CertificateError(_("Name the office that revokes the certificate."))
    require_reason(reason, CertificateError)
