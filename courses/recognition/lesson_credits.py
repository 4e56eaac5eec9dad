"""Credits of lessons for equivalent training, entered by one, confirmed by another (R13).

A confirmed credit applies to the course under way, and to each one begun while the
document is recent enough. The final exam is always required.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses import progress
from courses.models import Enrolment
from courses.recognition.errors import RecognitionError
from courses.recognition.models import Credit, CreditDecision, CreditRule
from courses.recognition.personnel_permissions import (
    check_not_own_record,
    check_personnel_office,
)
from courses.records.completions.completion_correction import lock_learner
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.decisions import decide_proposal
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


def propose_credit(
    learner: StaffMember,
    rule: CreditRule,
    *,
    issued_on: date,
    document_number: str,
    by: "User",
    at: datetime,
) -> Credit:
    """Enter that ``learner`` has training that stands for lessons; nothing changes yet.

    Raises ``RecognitionError`` for users of other roles and for their own training, for
    a document that is too old or dated in the future, without a number, or if it is
    entered already.
    """
    check_personnel_office(by)
    check_not_own_record(learner, by)
    _demand_young(rule, issued_on, timezone.localdate(at))
    number = document_number.strip()
    if not number:
        raise RecognitionError(_("Enter the document number."))
    with unit_of_work():
        lock_learner(learner)
        same = Credit.objects.filter(
            learner=learner, rule=rule, issued_on=issued_on, document_number=number
        )
        if same.exclude(decision__is_confirmed=False).exists():
            raise RecognitionError(_("This document has already been entered."))
        credit = Credit.objects.create(
            learner=learner,
            rule=rule,
            issued_on=issued_on,
            document_number=number,
            proposed_by=by,
            proposed_at=at,
        )
        audit_log.record_action(
            "recognition.credit_proposed", by=by, on=credit, **_facts(credit)
        )
    return credit


def decide_credit(
    credit: Credit, *, is_confirmed: bool, reason: str, by: "User", at: datetime
) -> CreditDecision:
    """Confirm or decline ``credit``, as a second person.

    If confirmed, the lessons of the course under way are marked as finished. Raises
    ``RecognitionError`` for users of other roles, for the proposer and the learner,
    without a note, if it is decided already, or if the document has become too old.
    """
    check_personnel_office(by)
    decision = CreditDecision(is_confirmed=is_confirmed, note=reason, by=by, at=at)

    def prepare(kept: Credit) -> None:
        if is_confirmed:
            _demand_young(kept.rule, kept.issued_on, timezone.localdate(at))

    with unit_of_work():
        learner = lock_learner(credit.learner)
        check_not_own_record(learner, by)
        decide_proposal(credit, decision, prepare=prepare, **_facts(credit))
        active = Enrolment.objects.active().filter(learner=learner)
        for enrolment in active.filter(course__code=credit.rule.course_code):
            apply_credits(enrolment, at=at)
    return decision


def apply_credits(enrolment: Enrolment, *, at: datetime) -> int:
    """Mark the lessons of confirmed credits as finished; return the number of new ones.

    Safe to repeat.
    """
    found = Credit.objects.filter(
        learner=enrolment.learner_id,
        rule__course_code=enrolment.course.code,
        decision__is_confirmed=True,
    )
    day = timezone.localdate(at)
    slugs = {
        slug
        for credit in found.select_related("rule")
        if credit.rule.counts_on(credit.issued_on, day)
        for slug in credit.rule.lessons
    }
    return progress.credit_lessons(enrolment, slugs, at=at) if slugs else 0


def _demand_young(rule: CreditRule, issued_on: date, on: date) -> None:
    if issued_on > on:
        raise RecognitionError(
            _("This date is in the future. Enter the date on the document.")
        )
    if not rule.counts_on(issued_on, on):
        raise RecognitionError(
            _(
                "The document is more than %(months)d months old, so it cannot "
                "be counted."
            )
            % {"months": rule.months}
        )


def _facts(credit: Credit) -> dict[str, Any]:
    """Return the details of audit entries about ``credit``."""
    rule = credit.rule
    return {
        "person": credit.learner.key,
        "rule": rule.code,
        "course": rule.course_code,
    }
