"""Changes of a question's state: records with a reason, never overwritten.

A draft becomes live through a release only. Trial, live and retired lead to each other.
No one person decides what an exam draws: any change that puts a question among the live
ones, takes it from them, or takes it out of review waits for a second person. So does
any change of a draft, which others have approved as live for the next edition.
Quarantine can be imposed at once from any state, and those responsible for the course
are notified; only a second person lifts it. Only the platform puts a question into
review (``review_tasks``), also when a quarantine ends; trainers take it out: to another
trial, to retired, or live by an exception. Nobody who has the exam of the course ahead
takes part in any of this.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.assessment.attempts.exams_ahead import has_exam_ahead
from courses.assessment.bank import question_trials, review_tasks, state_notices
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import (
    QuestionState,
    QuestionVersion,
    StateChange,
    StateDecision,
    StateProposal,
    annotate_state,
    find_newest_change,
)
from courses.models import Unit
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.decisions import check_unchanged, decide_proposal, withdraw_proposal

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The states that may be chosen for a question that is not quarantined.
CHOSEN = (QuestionState.TRIAL, QuestionState.LIVE, QuestionState.RETIRED)
_Outcome = StateDecision.Outcome


def get_question_state(unit: Unit) -> QuestionState:
    """Return the current state of a question."""
    return QuestionState(annotate_state(Unit.objects.filter(pk=unit.pk)).get().state)


def is_second_person_needed(before: QuestionState, after: QuestionState) -> bool:
    """Return whether changing ``before`` to ``after`` takes two people."""
    return (
        before in {QuestionState.LIVE, QuestionState.REVIEW, QuestionState.DRAFT}
        or after == QuestionState.LIVE
    )


def change_question_state(
    unit: Unit,
    state: QuestionState,
    *,
    reason: str,
    by: "User",
    at: datetime,
    exception: bool = False,
    expected: str | None = None,
) -> StateProposal | None:
    """Put a question in trial, make it live or retire it; or propose that.

    Returns the proposal if the change waits for a second person
    (``is_second_person_needed``). Running attempts keep their questions. A question in
    trial becomes live when its trial has shown enough, or by an ``exception`` justified
    by the reason, from the objections that ``expected`` is the mark of
    (``build_objection_mark``). Raises ``OutdatedPageError`` if they are others by now,
    and ``QuestionBankError`` for a state that cannot be chosen,
    without a reason, if nothing would change, if a proposal waits, and if ``by`` has
    the exam ahead.
    """
    require_reason(reason, QuestionBankError)
    check_not_examinee(unit, by)
    with transaction.atomic():
        before = lock_question_state(unit)
        if exception and expected is not None:
            check_unchanged(expected, review_tasks.build_objection_mark(unit))
        is_exception = _demand_open(unit, before, state, exception=exception)
        if is_second_person_needed(before, state):
            proposal = StateProposal(
                unit=unit,
                before=before,
                state=state,
                reason=reason,
                is_exception=is_exception,
            )
            return propose_question_state(proposal, by=by, at=at)
        _demand_none_waits(unit)
        fact = add_state_change(unit, state, reason, by, at)
        audit_log.record_action(
            "assessment.question_state_changed",
            by=by,
            on=unit,
            reason=fact.reason,
            before=before,
            after=state,
        )
    return None


def propose_question_state(
    proposal: StateProposal, *, by: "User", at: datetime
) -> StateProposal:
    """Store a ``proposal`` about a locked question for a second person, and return it.

    Raises ``QuestionBankError`` if another proposal waits.
    """
    _demand_none_waits(proposal.unit)
    proposal.newest_change = find_newest_change(proposal.unit)
    if proposal.is_exception:
        tasks = review_tasks.list_objecting_tasks(proposal.unit)
        proposal.objections = [task.pk for task in tasks]
    proposal.reason = proposal.reason.strip()
    proposal.proposed_by, proposal.proposed_at = by, at
    proposal.save()
    audit_log.record_action(
        "assessment.question_state_proposed",
        by=by,
        on=proposal.unit,
        reason=proposal.reason,
        before=proposal.before,
        after=proposal.state,
        exception=proposal.is_exception,
        **(
            {"reaffirms": proposal.reaffirms.version.number}
            if proposal.reaffirms
            else {}
        ),
    )
    return proposal


def decide_state_proposal(
    proposal: StateProposal,
    *,
    is_confirmed: bool,
    reason: str,
    expected: str,
    by: "User",
    at: datetime,
) -> StateDecision:
    """Confirm or decline a proposed state, as a second person.

    ``expected`` is the mark of the proposal as read (``build_proposal_mark``). The
    proposer is notified. Raises ``OutdatedPageError`` if the proposal or the objections
    have changed since. Raises ``QuestionBankError`` without a reason, for the proposer,
    for anybody with the exam ahead, and if the proposal has ended; also when confirming
    a proposal that no longer fits: the question has changed its state, also back again,
    its clause has changed again, something else has come to speak against it, or the
    proposer has the exam ahead.
    """
    outcome = _Outcome.CONFIRMED if is_confirmed else _Outcome.DECLINED
    decision = StateDecision(outcome=outcome, reason=reason, by=by, at=at)

    def prepare(kept: StateProposal) -> None:
        check_not_examinee(kept.unit, by)
        if is_confirmed:
            _confirm(kept, now, by, at)

    with transaction.atomic():
        now = lock_question_state(proposal.unit)
        decide_proposal(
            proposal,
            decision,
            shown=(expected, build_proposal_mark),
            prepare=prepare,
            **_facts(proposal),
        )
        state_notices.notify_proposer(decision)
    return decision


def withdraw_state_proposal(
    proposal: StateProposal, *, reason: str, expected: str, by: "User", at: datetime
) -> StateDecision:
    """Withdraw a proposed state, as its proposer.

    Raises ``OutdatedPageError`` if ``expected`` is not the mark of the waiting
    proposal, and ``QuestionBankError`` for anybody else, without a reason, and if it
    has ended.
    """
    decision = StateDecision(outcome=_Outcome.WITHDRAWN, reason=reason, by=by, at=at)
    with transaction.atomic():
        lock_question_state(proposal.unit)
        return withdraw_proposal(
            proposal,
            decision,
            _("Only the person who proposed a state can take it back."),
            shown=(expected, build_proposal_mark),
            **_facts(proposal),
        )


def build_proposal_mark(proposal: StateProposal) -> str:
    """Return a mark identifying ``proposal`` together with the current objections."""
    return f"{proposal.pk}-{review_tasks.build_objection_mark(proposal.unit)}"


def list_state_objections(unit: Unit, state: QuestionState) -> list[str]:
    """Return the objections to ``state``: a trial, a changed clause, poor answers.

    Poor answers cannot be bypassed through another state: only a trial that has shown
    enough since, or going live by an exception, settles them.
    """
    if state != QuestionState.LIVE:
        return []
    lacks = []
    if question_trials.is_untested_question(unit):
        lacks = question_trials.build_question_trial(unit).lacks()
        if not lacks:
            return review_tasks.list_clause_objections(unit)
    return [*lacks, *review_tasks.list_objections(unit)]


def check_not_examinee(unit: Unit, by: "User") -> None:
    """Raise an error if ``by`` has the exam that asks ``unit`` ahead."""
    if has_exam_ahead(by, unit.course):
        raise QuestionBankError(
            _(
                "You still have to take this course's exam, or left the course after an "
                "attempt in the last six months, so you cannot change which questions it "
                "asks. Ask another trainer or a reviewer."
            )
        )


def _demand_none_waits(unit: Unit) -> None:
    if StateProposal.objects.waiting().filter(unit=unit).exists():
        raise QuestionBankError(
            _("Another state of this question is already waiting for a decision.")
        )


def _demand_open(
    unit: Unit, before: QuestionState, state: QuestionState, *, exception: bool
) -> bool:
    """Raise an error for an invalid change; return whether it is an exception."""
    if state not in CHOSEN:
        raise QuestionBankError(_("Choose one of the states in the list."))
    if before == QuestionState.QUARANTINED:
        raise QuestionBankError(
            _(
                "This question is quarantined. A second person must lift the "
                "quarantine first."
            )
        )
    if before == QuestionState.DRAFT and state == QuestionState.LIVE:
        raise QuestionBankError(
            _("This question is a draft. It becomes live with the next edition.")
        )
    if before == state:
        raise QuestionBankError(
            _("This question is in that state already. Choose another one.")
        )
    lacks = list_state_objections(unit, state)
    if lacks and not exception:
        wait = _("Wait, or make an exception and say why.")
        raise QuestionBankError(" ".join([*lacks, wait]))
    return bool(lacks)


def _confirm(
    proposal: StateProposal, now: QuestionState, by: "User", at: datetime
) -> None:
    newest = find_newest_change(proposal.unit)
    if now != proposal.before or newest != proposal.newest_change:
        raise QuestionBankError(
            _(
                "The state of the question has changed since this was proposed. "
                "Decline the proposal."
            )
        )
    if has_exam_ahead(proposal.proposed_by, proposal.unit.course):
        raise QuestionBankError(
            _(
                "The person who proposed this now has to take the exam of the "
                "course. Decline the proposal, and have someone else make it."
            )
        )
    if proposal.reaffirms is not None:
        _reaffirm(proposal, proposal.reaffirms, by, at)
    if proposal.state == proposal.before:
        return
    if proposal.is_exception:
        known = proposal.objections
        lacks = review_tasks.list_objections(proposal.unit, known=known)
    else:
        lacks = list_state_objections(proposal.unit, QuestionState(proposal.state))
    if lacks:
        raise QuestionBankError(" ".join([*lacks, _("Decline it.")]))
    StateChange.objects.create(
        unit=proposal.unit,
        state=proposal.state,
        reason=proposal.reason,
        is_exception=proposal.is_exception,
        by=proposal.proposed_by,
        confirmed_by=by,
        at=at,
    )


def _reaffirm(
    proposal: StateProposal, question: QuestionVersion, by: "User", at: datetime
) -> None:
    """Record that ``question`` is still right by the clauses its proposer has read.

    Proposals from before these were stored cover none of them.
    """
    if not proposal.read_changes:
        raise QuestionBankError(
            _(
                "This proposal does not say which changes were read. Decline it, and "
                "have someone propose it again."
            )
        )
    if review_tasks.find_asked_version(proposal.unit) != question:
        raise QuestionBankError(
            _("Exams ask another version of this question now. Decline the proposal.")
        )
    review_tasks.record_reaffirmation(
        question,
        read=proposal.read_changes,
        reason=proposal.reason,
        by=proposal.proposed_by,
        at=at,
        decided_by=by,
    )


def _facts(proposal: StateProposal) -> dict[str, Any]:
    """Return the details of audit entries about the end of ``proposal``."""
    return {
        "on": proposal.unit,
        "before": proposal.before,
        "after": proposal.state,
        "exception": proposal.is_exception,
        "proposed_by": proposal.proposed_by_id,
    }


def lock_question_state(unit: Unit) -> QuestionState:
    """Return the state, locked against changes by others."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk, kind=Unit.Kind.QUESTION)
    return get_question_state(unit)


def add_state_change(
    unit: Unit, state: QuestionState, reason: str, by: "User | None", at: datetime
) -> StateChange:
    """Record a new state; the caller holds the lock and writes the audit entry."""
    return StateChange.objects.create(
        unit=unit, state=state, reason=reason.strip(), by=by, at=at
    )
