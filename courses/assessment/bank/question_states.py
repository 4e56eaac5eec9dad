"""Change the state of a question: facts with a reason, never overwritten.

Draft becomes live by release alone. Trial, live and retired lead to each other.
What an exam draws is no matter of one person: whatever puts a question among the live ones
or takes it from them, or out of review, waits for a second person, and so does what becomes
of a draft, which others have signed as live for the next edition. Quarantine is open from
everywhere at once, and is told to whoever looks after the course; out of it leads only a
second person.
Into review a question comes by the platform alone (``review_tasks``), also as a quarantine
ends, and out of it by trainers: to another trial, to the retired, or live by an exception.
Whoever has the exam of the course before them has no part in any of this.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.assessment.attempts.exams_ahead import (
    has_exam_ahead,
)
from courses.assessment.bank import question_trials, review_tasks, state_notices
from courses.assessment.errors import OutdatedPageError, QuestionBankError
from courses.assessment.models import (
    QuestionState,
    QuestionVersion,
    StateChange,
    StateDecision,
    StateProposal,
    annotate_state,
)
from courses.models import Unit
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: What may be chosen for a question that is not quarantined.
CHOSEN = (QuestionState.TRIAL, QuestionState.LIVE, QuestionState.RETIRED)
_Outcome = StateDecision.Outcome


def get_question_state(unit: Unit) -> QuestionState:
    """Return the state of a question now."""
    return QuestionState(annotate_state(Unit.objects.filter(pk=unit.pk)).get().state)


def is_second_person_needed(before: QuestionState, after: QuestionState) -> bool:
    """Tell whether nobody brings a question from ``before`` to ``after`` alone."""
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
) -> StateProposal | None:
    """Put a question in trial, make it live, or retire it; or propose it where it takes two.

    Returns what waits for a second person (``is_second_person_needed``). Attempts that run
    keep their
    questions. A question in trial becomes live when its trial has shown enough, or by an
    ``exception`` that the reason is given for. Raises ``QuestionBankError`` for a state that cannot
    be chosen, without a reason, where nothing would change or a proposal waits, and for
    whoever has the exam before them.
    """
    check_state_reason(reason)
    check_not_examinee(unit, by)
    with transaction.atomic():
        before = lock_question_state(unit)
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
    """Keep a new ``proposal`` about a locked question for a second person, and return it.

    Raises ``QuestionBankError`` where another proposal waits.
    """
    _demand_none_waits(proposal.unit)
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
    """Put a question in the proposed state, or decline that, as a second person.

    ``expected`` is the mark of what they read (``build_proposal_mark``). Whoever proposed it
    is told. Raises ``OutdatedPageError`` where something else waits by now, or speaks
    against it, and ``QuestionBankError`` without a reason, for whoever proposed it or has
    the exam before them, where it has ended, and for confirming what no longer fits: the
    question is in another state since, its clause has changed again, or its proposer has
    the exam before them.
    """
    check_state_reason(reason)
    with transaction.atomic():
        kept, now = _open(proposal, expected)
        if kept.proposed_by_id == by.pk:
            raise QuestionBankError(
                _(
                    "You proposed this state, so a second person decides. Ask another "
                    "trainer or a reviewer."
                )
            )
        check_not_examinee(kept.unit, by)
        if is_confirmed:
            _confirm(kept, now, by, at)
        outcome = _Outcome.CONFIRMED if is_confirmed else _Outcome.DECLINED
        decision = _end(kept, outcome, reason, by, at)
        state_notices.notify_proposer(decision)
    return decision


def withdraw_state_proposal(
    proposal: StateProposal, *, reason: str, expected: str, by: "User", at: datetime
) -> StateDecision:
    """Take a proposed state back, as who proposed it.

    Raises ``OutdatedPageError`` where ``expected`` is not the mark of what waits, and
    ``QuestionBankError`` for anybody else, without a reason, and where it has ended.
    """
    check_state_reason(reason)
    with transaction.atomic():
        kept, _now = _open(proposal, expected)
        if kept.proposed_by_id != by.pk:
            raise QuestionBankError(
                _("Only the person who proposed a state can take it back.")
            )
        return _end(kept, _Outcome.WITHDRAWN, reason, by, at)


def build_proposal_mark(proposal: StateProposal) -> str:
    """Return what tells ``proposal``, with what speaks against its question, from any other."""
    tasks = review_tasks.list_objecting_tasks(proposal.unit)
    return "-".join(map(str, [proposal.pk, *sorted(task.pk for task in tasks)]))


def list_state_objections(unit: Unit, state: QuestionState) -> list[str]:
    """Return what speaks against ``state``: a trial, a changed clause, what answers show.

    No way round by another state answers what answers show: a trial that has shown enough
    since, or going live by an exception, does.
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
    """Refuse whoever has the exam that asks ``unit`` before them."""
    if has_exam_ahead(by, unit.course):
        raise QuestionBankError(
            _(
                "You still have to take this course's exam, or left the course after an "
                "attempt in the last six months, so you cannot change which questions it "
                "asks. Ask another trainer or a reviewer."
            )
        )


def check_state_reason(reason: str) -> None:
    """Refuse a change without a reason."""
    if not reason.strip():
        raise QuestionBankError(_("Give the reason; an inspection will ask for it."))


def _demand_none_waits(unit: Unit) -> None:
    if StateProposal.objects.waiting().filter(unit=unit).exists():
        raise QuestionBankError(
            _("Another state of this question is already waiting for a decision.")
        )


def _demand_open(
    unit: Unit, before: QuestionState, state: QuestionState, *, exception: bool
) -> bool:
    """Refuse what does not lead from ``before``; tell whether ``state`` is an exception."""
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
    if now != proposal.before:
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
    lacks = list_state_objections(proposal.unit, QuestionState(proposal.state))
    if lacks and not proposal.is_exception:
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
    """Keep that ``question`` is still right, by the clauses that its proposer has read."""
    review_tasks.record_reaffirmation(
        question,
        read=proposal.read_changes,
        reason=proposal.reason,
        by=proposal.proposed_by,
        at=at,
        decided_by=by,
    )


def _open(
    proposal: StateProposal, expected: str
) -> tuple[StateProposal, QuestionState]:
    """Return ``proposal`` and the state of its question, locked, so that it ends once.

    Nobody ends what they did not see: ``expected`` is its mark.
    """
    now = lock_question_state(proposal.unit)
    rows = StateProposal.objects.select_related(
        "unit__course", "proposed_by", "reaffirms__version__unit"
    )
    kept = rows.get(pk=proposal.pk)
    if StateDecision.objects.filter(proposal=kept).exists():
        raise QuestionBankError(_("This has already been decided."))
    if expected != build_proposal_mark(kept):
        raise OutdatedPageError(
            _(
                "Another proposal is waiting now, or there are more objections to it. "
                "Read this page again, then decide."
            )
        )
    return kept, now


def _end(
    proposal: StateProposal, outcome: str, reason: str, by: "User", at: datetime
) -> StateDecision:
    decision = StateDecision.objects.create(
        proposal=proposal, outcome=outcome, reason=reason.strip(), by=by, at=at
    )
    audit_log.record_action(
        f"assessment.question_state_{outcome}",
        by=by,
        on=proposal.unit,
        reason=decision.reason,
        before=proposal.before,
        after=proposal.state,
        exception=proposal.is_exception,
        proposed_by=proposal.proposed_by_id,
    )
    return decision


def lock_question_state(unit: Unit) -> QuestionState:
    """Return the state while nobody else can change it."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk, kind=Unit.Kind.QUESTION)
    return get_question_state(unit)


def add_state_change(
    unit: Unit, state: QuestionState, reason: str, by: "User | None", at: datetime
) -> StateChange:
    """Record a new state; the caller holds the lock and writes the audit entry."""
    return StateChange.objects.create(
        unit=unit, state=state, reason=reason.strip(), by=by, at=at
    )
