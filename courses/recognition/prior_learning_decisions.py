"""Second-person decisions on claims of prior learning."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.compliance.periods.rebuild_requests import request_period_rebuild
from courses.recognition.errors import RecognitionError
from courses.recognition.models import Claim, ClaimDecision
from courses.recognition.personnel_permissions import (
    check_not_own_record,
    check_personnel_office,
)
from courses.records.completions.completion_correction import lock_learner
from courses.records.completions.external_completion import record_external_completion
from courses.records.models import Completion
from courses.transactions import unit_of_work
from elearning.decisions import decide_proposal
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

KIND, DECIDED_KIND = "training-recognised", "claim-decided"


def decide_prior_learning(
    claim: Claim, *, is_confirmed: bool, reason: str, by: "User", at: datetime
) -> ClaimDecision:
    """Confirm or decline ``claim``, as a second person.

    If confirmed, the pass is on record from the day of ``at``, so that reports of
    earlier days do not change. No certificate is issued. Raises ``RecognitionError``
    for users of other roles, for the proposer and the learner, without a note, if it is
    decided already, or if the same pass has been recorded in the meantime.
    """
    check_personnel_office(by)
    decision = ClaimDecision(is_confirmed=is_confirmed, note=reason, by=by, at=at)

    def prepare(kept: Claim) -> dict[str, str]:
        if is_confirmed:
            decision.completion = _recorded(kept, learner, by, at)
        return {"person": str(learner.key), "course": kept.course.code}

    with unit_of_work():
        learner = lock_learner(claim.learner)
        check_not_own_record(learner, by)
        decide_proposal(claim, decision, prepare=prepare)
        if is_confirmed:
            request_period_rebuild(StaffMember.objects.filter(pk=learner.pk))
        _tell(decision.claim, learner, decision)
    return decision


def render_training_recognised_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the learner, with the code of the course (curriculum R16)."""
    return NoticeText(
        _("Course %(code)s: your prior learning has been recognised") % context,
        _("It counts until %(until)s.") % {"until": _day(context["until"])},
    )


def render_claim_decided_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice for the proposer, with the service number and the decision."""
    if context["is_confirmed"]:
        return NoticeText(
            _("Course %(code)s, %(number)s: what you entered is recognised") % context
        )
    return NoticeText(
        _("Course %(code)s, %(number)s: what you entered was declined") % context
    )


def _recorded(
    claim: Claim, learner: StaffMember, by: "User", at: datetime
) -> Completion:
    same = Completion.objects.filter(
        learner=learner,
        course=claim.course,
        passed_on=claim.passed_on,
        withdrawal=None,
        superseded_by=None,
    )
    if same.exists():
        raise RecognitionError(
            _(
                "A pass of this course on this day is on record already. Decline this one."
            )
        )
    return record_external_completion(
        learner,
        claim.course,
        passed_on=claim.passed_on,
        expires_on=claim.expires_on,
        by=by,
        at=at,
    )


def _tell(claim: Claim, learner: StaffMember, decision: ClaimDecision) -> None:
    code = claim.course.code
    notify_user(
        claim.proposed_by,
        DECIDED_KIND,
        str(claim.key),
        context={
            "code": code,
            "number": learner.staff_number,
            "is_confirmed": decision.is_confirmed,
        },
        url=f"/desk/recognition/{claim.key}/",
        at=decision.at,
    )
    if decision.is_confirmed and learner.user is not None:
        notify_user(
            learner.user,
            KIND,
            str(claim.key),
            context={"code": code, "until": claim.expires_on.isoformat()},
            url="/my/records/",
            at=decision.at,
        )


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso))
