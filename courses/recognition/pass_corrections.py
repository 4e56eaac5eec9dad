"""Corrections and withdrawals of passes, proposed by one person, decided by another."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates.models import RevocationProposal
from courses.compliance.periods.rebuild_requests import request_period_rebuild
from courses.compliance.renewals import assess_renewal_on, renew_by_refresher
from courses.recognition.errors import RecognitionError
from courses.recognition.models import Correction, CorrectionDecision
from courses.recognition.personnel_permissions import (
    check_not_own_record,
    check_personnel_office,
)
from courses.records.completions import completion_correction
from courses.records.completions.completion_correction import (
    CompletionChange,
    CorrectionRequest,
)
from courses.records.completions.completion_withdrawal import withdraw_completion
from courses.records.completions.correction_chain import find_renewal
from courses.records.errors import CorrectionError
from courses.records.models import Completion, Withdrawal
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.decisions import decide_proposal
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

KIND, DECIDED_KIND = "record-corrected", "correction-decided"


def preview_correction(
    completion: Completion, wanted: CorrectionRequest, *, at: datetime
) -> tuple[list[CompletionChange], str]:
    """Return the changes that a correction would make, and a hash of them.

    Raises ``RecognitionError`` if it is impossible.
    """
    try:
        changes = completion_correction.plan_correction(
            completion, wanted, today=timezone.localdate(at)
        )
    except CorrectionError as error:
        raise RecognitionError(str(error)) from error
    _demand_renewal(completion, wanted.passed_on)
    return changes, _seal(changes)


def propose_correction(
    completion: Completion,
    wanted: CorrectionRequest,
    *,
    reason: str,
    seen: str,
    by: "User",
    at: datetime,
) -> Correction:
    """Propose to correct ``completion`` to ``wanted``; nothing changes yet.

    ``seen`` is the hash of the changes shown: if the records have changed since,
    nothing is proposed. Raises ``RecognitionError`` for users of other roles and for
    their own records, without a reason, while another proposal is waiting, or if it is
    impossible.
    """
    _demand(completion, by)
    words = require_reason(reason, RecognitionError)
    with unit_of_work():
        _lock_and_demand_quiet(completion)
        changes, seal = preview_correction(completion, wanted, at=at)
        _demand_seen(seen, seal)
        _demand_no_revocation(change.before for change in changes)
        correction = Correction.objects.create(
            learner=completion.learner,
            completion=completion,
            passed_on=wanted.passed_on,
            expires_on=wanted.expires_on,
            score=wanted.score,
            reason=words,
            proposed_by=by,
            proposed_at=at,
        )
        _write("recognition.correction_proposed", correction)
    return correction


def propose_withdrawal(
    completion: Completion,
    *,
    ground: str,
    authority: str,
    reason: str,
    by: "User",
    at: datetime,
) -> Correction:
    """Propose to withdraw a pass without a certificate of ours (curriculum R19).

    If there is a certificate, that is revoked instead (see
    ``courses.certificates.lifecycle.certificate_revocation``).
    """
    _demand(completion, by)
    words = require_reason(reason, RecognitionError)
    if ground not in Withdrawal.Ground.values:
        raise RecognitionError(_("Choose the ground."))
    if not authority.strip():
        raise RecognitionError(_("Name the office that withdraws the pass."))
    with unit_of_work():
        _lock_and_demand_quiet(completion)
        if completion.certificates.exists():
            raise RecognitionError(
                _(
                    "There is a certificate for this pass. Propose revoking it on "
                    "the certificate's page."
                )
            )
        _demand_standing(completion)
        correction = Correction.objects.create(
            learner=completion.learner,
            completion=completion,
            passed_on=completion.passed_on,
            ground=ground,
            authority=authority.strip(),
            reason=words,
            proposed_by=by,
            proposed_at=at,
        )
        _write("recognition.withdrawal_proposed", correction)
    return correction


def decide_correction(
    correction: Correction,
    *,
    is_confirmed: bool,
    reason: str,
    seen: str = "",
    by: "User",
    at: datetime,
) -> CorrectionDecision:
    """Confirm or decline ``correction``, as a second person.

    If confirmed, the pass and later ones that kept its anniversary are recorded anew
    and their certificates replaced, or the pass is withdrawn, in one transaction.
    ``seen`` is the hash of the changes shown. Raises ``RecognitionError`` for users of
    other roles, for the proposer and the learner, without a note, if it is decided
    already, or if the records have changed since.
    """
    check_personnel_office(by)
    decision = CorrectionDecision(is_confirmed=is_confirmed, note=reason, by=by, at=at)
    with unit_of_work():
        learner = completion_correction.lock_learner(correction.learner)
        check_not_own_record(learner, by)
        decide_proposal(correction, decision, **_facts(correction))
        if is_confirmed:
            _make(decision.correction, seen, by=by, at=at)
            request_period_rebuild(StaffMember.objects.filter(pk=learner.pk))
        _tell(decision.correction, learner, decision)
    return decision


def build_corrected_values(correction: Correction) -> CorrectionRequest:
    """Return the values of the pass after ``correction``."""
    return CorrectionRequest(
        correction.passed_on, correction.score, correction.expires_on
    )


def render_record_corrected_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the learner, with the code of the course (curriculum R16)."""
    if context["is_withdrawal"]:
        return NoticeText(
            _("Course %(code)s: your pass no longer counts") % context,
            _("Ask your personnel officer for the reason, and what you can do."),
        )
    return NoticeText(
        _("Course %(code)s: your record was corrected") % context,
        _("Your record shows what was there before, and what is there now."),
    )


def render_correction_decided_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the proposer, with the service number and the decision."""
    if context["is_confirmed"]:
        return NoticeText(
            _("Course %(code)s, %(number)s: corrected, as you proposed") % context
        )
    return NoticeText(
        _("Course %(code)s, %(number)s: your correction was declined") % context
    )


def _make(correction: Correction, seen: str, *, by: "User", at: datetime) -> None:
    completion = correction.completion
    if correction.is_withdrawal:
        _demand_standing(completion)
        _demand_no_revocation([completion])
        withdraw_completion(
            completion,
            ground=correction.ground,
            authority=correction.authority,
            reason=correction.reason,
            by=by,
            at=at,
        )
        return
    changes, seal = preview_correction(
        completion, build_corrected_values(correction), at=at
    )
    _demand_seen(seen, seal)
    _demand_no_revocation(change.before for change in changes)
    made = completion_correction.record_corrections(
        changes, reason=correction.reason, by=by, at=at
    )
    course, day = completion.course.refreshes, correction.passed_on
    if course is None or find_renewal(completion) is not None:
        return
    if assess_renewal_on(made[0], course, day).is_by_refresher:
        renew_by_refresher(made[0], by=by)


def _demand_renewal(completion: Completion, on: date) -> None:
    """Refuse a day on which a refresher could not have renewed the course (R5, R7)."""
    course = completion.course.refreshes
    made = find_renewal(completion) if course is not None else None
    if course is None or made is None or hasattr(made, "withdrawal"):
        return
    if not assess_renewal_on(completion, course, on).is_by_refresher:
        raise RecognitionError(
            _(
                "The refresher could not have renewed %(code)s on that date. "
                "Choose another date, or withdraw this pass; what it renewed is "
                "then withdrawn too."
            )
            % {"code": course.code}
        )


def _demand(completion: Completion, by: "User") -> None:
    check_personnel_office(by)
    check_not_own_record(completion.learner, by)


def _lock_and_demand_quiet(completion: Completion) -> None:
    """Lock the learner’s row; refuse if a proposal about the pass is waiting."""
    completion_correction.lock_learner(completion.learner)
    if Correction.objects.waiting().filter(completion=completion).exists():
        raise RecognitionError(
            _("A correction of this pass is already waiting for a second person.")
        )
    _demand_no_revocation([completion])


def _demand_no_revocation(passes: Iterable[Completion]) -> None:
    """Refuse to replace a pass while a revocation of its certificate is undecided."""
    waiting = RevocationProposal.objects.waiting()
    if waiting.filter(certificate__completion__in=list(passes)).exists():
        raise RecognitionError(
            _(
                "There is a proposal to revoke a certificate that this would "
                "change. It must be decided first."
            )
        )


def _demand_standing(completion: Completion) -> None:
    if Withdrawal.objects.filter(completion=completion).exists():
        raise RecognitionError(_("This pass has already been withdrawn."))
    if Completion.objects.filter(supersedes=completion).exists():
        raise RecognitionError(
            _("This pass has already been corrected. Correct the newest entry.")
        )


def _demand_seen(seen: str, seal: str) -> None:
    if seen != seal:
        raise RecognitionError(
            _("The records have changed since you looked. Check the effect again.")
        )


def _seal(changes: Sequence[CompletionChange]) -> str:
    told = "\n".join(change.fingerprint for change in changes)
    return hashlib.sha256(told.encode()).hexdigest()


def _write(action: str, correction: Correction) -> None:
    """Record a proposal in the audit log."""
    audit_log.record_action(
        action,
        by=correction.proposed_by,
        on=correction,
        reason=correction.reason,
        **_facts(correction),
    )


def _facts(correction: Correction) -> dict[str, Any]:
    """Return the details of audit entries about ``correction``."""
    completion = correction.completion
    return {
        "person": completion.learner.key,
        "course": completion.course.code,
        "passed_on": [completion.passed_on, correction.passed_on],
        "ground": correction.ground,
    }


def _tell(
    correction: Correction, learner: StaffMember, decision: CorrectionDecision
) -> None:
    code = correction.completion.course.code
    facts = {
        "code": code,
        "number": learner.staff_number,
        "is_confirmed": decision.is_confirmed,
        "is_withdrawal": correction.is_withdrawal,
    }
    url = f"/desk/recognition/corrections/{correction.key}/"
    key = str(correction.key)
    notify_user(
        correction.proposed_by,
        DECIDED_KIND,
        key,
        context=facts,
        url=url,
        at=decision.at,
    )
    if decision.is_confirmed and learner.user is not None:
        notify_user(
            learner.user, KIND, key, context=facts, url="/my/records/", at=decision.at
        )
