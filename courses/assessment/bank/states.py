"""Change the state of a question: facts with a reason, never overwritten.

Draft becomes live by release alone. Trial, live and retired lead to each other.
What an exam draws is no matter of one person: whatever puts a question among the live ones
or takes it from them waits for a second person, and so does what becomes of a draft, which
others have signed as live for the next edition. Quarantine is open from everywhere at once,
and is told to whoever looks after the course; out of it leads only a second person.
Into review a question comes by the platform alone (``reviewing``), also as a quarantine
ends, and out of it by trainers: to another trial, to the retired, or live by an exception.
Whoever has the exam of the course before them has no part in any of this.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.assessment.attempts.ahead import has_exam_ahead
from courses.assessment.bank import reviewing, state_notices, trying
from courses.assessment.errors import BankError
from courses.assessment.models import (
    State,
    StateChange,
    StateDecision,
    StateProposal,
    with_state,
)
from courses.models import Unit
from elearning.audit import trail

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: What may be chosen for a question that is not quarantined.
CHOSEN = (State.TRIAL, State.LIVE, State.RETIRED)
_Outcome = StateDecision.Outcome


def state_of(unit: Unit) -> State:
    """Return the state of a question now."""
    return State(with_state(Unit.objects.filter(pk=unit.pk)).get().state)


def takes_two(before: State, after: State) -> bool:
    """Tell whether nobody brings a question from ``before`` to ``after`` alone."""
    return before in {State.LIVE, State.DRAFT} or after == State.LIVE


def change(
    unit: Unit,
    state: State,
    *,
    reason: str,
    by: "User",
    at: datetime,
    exception: bool = False,
) -> StateProposal | None:
    """Put a question in trial, make it live, or retire it; or propose it where it takes two.

    Returns what waits for a second person (``takes_two``). Attempts that run keep their
    questions. A question in trial becomes live when its trial has shown enough, or by an
    ``exception`` that the reason is given for. Raises ``BankError`` for a state that cannot
    be chosen, without a reason, where nothing would change or a proposal waits, and for
    whoever has the exam before them.
    """
    demand_reason(reason)
    demand_no_examinee(unit, by)
    with transaction.atomic():
        before = _locked_state(unit)
        is_exception = _demand_open(unit, before, state, exception=exception)
        if takes_two(before, state):
            return propose(
                unit, before, state, reason, by=by, at=at, exception=is_exception
            )
        _demand_none_waits(unit)
        fact = _add(unit, state, reason, by, at)
        trail.write(
            "assessment.question_state_changed",
            by=by,
            on=unit,
            reason=fact.reason,
            before=before,
            after=state,
        )
    return None


def propose(
    unit: Unit,
    before: State,
    state: State,
    reason: str,
    *,
    by: "User",
    at: datetime,
    exception: bool = False,
) -> StateProposal:
    """Keep a state of a locked question for a second person, and return what waits.

    Raises ``BankError`` where another proposal waits.
    """
    _demand_none_waits(unit)
    proposal = StateProposal.objects.create(
        unit=unit,
        before=before,
        state=state,
        reason=reason.strip(),
        is_exception=exception,
        proposed_by=by,
        proposed_at=at,
    )
    trail.write(
        "assessment.question_state_proposed",
        by=by,
        on=unit,
        reason=proposal.reason,
        before=before,
        after=state,
        exception=exception,
    )
    return proposal


def decide(
    proposal: StateProposal,
    *,
    confirmed: bool,
    reason: str,
    by: "User",
    at: datetime,
) -> StateDecision:
    """Put a question in the proposed state, or decline that, as a second person.

    Whoever proposed it is told. Raises ``BankError`` without a reason, for whoever proposed
    it or has the exam before them, where it has ended, and for confirming what no longer
    fits: the question is in another state since, or its proposer has the exam before them.
    """
    demand_reason(reason)
    with transaction.atomic():
        kept, now = _open(proposal)
        if kept.proposed_by_id == by.pk:
            raise BankError(
                _(
                    "You proposed this state, so a second person decides. Ask another "
                    "trainer or a reviewer."
                )
            )
        demand_no_examinee(kept.unit, by)
        if confirmed:
            _confirm(kept, now, by, at)
        outcome = _Outcome.CONFIRMED if confirmed else _Outcome.DECLINED
        decision = _end(kept, outcome, reason, by, at)
        state_notices.tell_proposer(decision)
    return decision


def withdraw(
    proposal: StateProposal, *, reason: str, by: "User", at: datetime
) -> StateDecision:
    """Take a proposed state back, as who proposed it.

    Raises ``BankError`` for anybody else, without a reason, and where it has ended.
    """
    demand_reason(reason)
    with transaction.atomic():
        kept, _now = _open(proposal)
        if kept.proposed_by_id != by.pk:
            raise BankError(_("Only whoever proposed a state takes it back."))
        return _end(kept, _Outcome.WITHDRAWN, reason, by, at)


def lacks_for(unit: Unit, state: State) -> list[str]:
    """Return what speaks against ``state``: a trial, a changed clause, what answers show.

    No way round by another state ends a review: a trial, or going live, does.
    """
    if state != State.LIVE:
        return []
    if _left_review(unit):
        trial = trying.trial_of(unit).lacks() if trying.is_untested(unit) else []
        return [*trial, *reviewing.clauses_against(unit)]
    return reviewing.against(unit)


def quarantine(
    unit: Unit, *, reason: str, by: "User | None", at: datetime
) -> StateChange:
    """Take a leaked question out of every draw at once, and return the fact.

    Nothing else changes: attempts that have it keep it, results stay as they are. Whoever
    trains or reviews the course is told. Raises ``BankError`` for whoever has the exam
    before them.
    """
    demand_reason(reason)
    if by is not None:
        demand_no_examinee(unit, by)
    with transaction.atomic():
        before = _locked_state(unit)
        if before == State.QUARANTINED:
            raise BankError(_("This question is quarantined already."))
        fact = _add(unit, State.QUARANTINED, reason, by, at)
        trail.write(
            "assessment.question_quarantined",
            by=by,
            on=unit,
            reason=fact.reason,
            before=before,
        )
        state_notices.tell_of_quarantine(fact)
    return fact


def lift(unit: Unit, *, reason: str, by: "User | None", at: datetime) -> StateChange:
    """End the quarantine of a question: it is again what it was before.

    A live one comes into review where something speaks against it meanwhile. Raises
    ``BankError`` for whoever put it there, since that takes a second person, and for
    whoever has the exam before them.
    """
    demand_reason(reason)
    with transaction.atomic():
        if _locked_state(unit) != State.QUARANTINED:
            raise BankError(_("This question is not quarantined."))
        facts = list(StateChange.objects.filter(unit=unit).order_by("-pk")[:2])
        if by is None or facts[0].by_id == by.pk:
            raise BankError(
                _(
                    "You quarantined this question, so a second person has to lift "
                    "that. Ask another trainer or a reviewer."
                )
            )
        demand_no_examinee(unit, by)
        state = State(facts[1].state) if len(facts) > 1 else State.LIVE
        if state == State.LIVE and reviewing.against(unit):
            state = State.REVIEW
        fact = _add(unit, state, reason, by, at)
        trail.write(
            "assessment.quarantine_lifted",
            by=by,
            on=unit,
            reason=fact.reason,
            after=state,
        )
    return fact


def demand_no_examinee(unit: Unit, by: "User") -> None:
    """Refuse whoever has the exam that asks ``unit`` before them."""
    if has_exam_ahead(by, unit.course):
        raise BankError(
            _(
                "You still have to take this course's exam, so you cannot change which "
                "questions it asks. Ask another trainer or a reviewer."
            )
        )


def demand_reason(reason: str) -> None:
    """Refuse a change without a reason."""
    if not reason.strip():
        raise BankError(_("Give the reason; an inspection will ask for it."))


def _left_review(unit: Unit) -> bool:
    """Tell whether a question was never in review, or was live or in trial since."""
    facts = StateChange.objects.filter(unit=unit).order_by("-pk")
    known = facts.filter(state__in=[State.TRIAL, State.LIVE, State.REVIEW])
    return known.values_list("state", flat=True).first() != State.REVIEW


def _demand_none_waits(unit: Unit) -> None:
    if StateProposal.objects.waiting().filter(unit=unit).exists():
        raise BankError(
            _("Another state of this question waits for a decision already.")
        )


def _demand_open(unit: Unit, before: State, state: State, *, exception: bool) -> bool:
    """Refuse what does not lead from ``before``; tell whether ``state`` is an exception."""
    if state not in CHOSEN:
        raise BankError(_("Choose one of the states of the list."))
    if before == State.QUARANTINED:
        raise BankError(
            _("This question is quarantined. A second person lifts that first.")
        )
    if before == State.DRAFT and state == State.LIVE:
        raise BankError(
            _("This question is a draft. It becomes live with the next edition.")
        )
    if before == state:
        raise BankError(
            _("This question is in that state already. Choose another one.")
        )
    lacks = lacks_for(unit, state)
    if lacks and not exception:
        wait = _("Wait, or make an exception and say why.")
        raise BankError(" ".join([*lacks, wait]))
    return bool(lacks)


def _confirm(proposal: StateProposal, now: State, by: "User", at: datetime) -> None:
    if now != proposal.before:
        raise BankError(
            _("The question is in another state since this was proposed. Decline it.")
        )
    if has_exam_ahead(proposal.proposed_by, proposal.unit.course):
        raise BankError(
            _(
                "Whoever proposed this has the exam of the course before them now. Decline "
                "it, and have somebody else propose it."
            )
        )
    lacks = lacks_for(proposal.unit, State(proposal.state))
    if lacks and not proposal.is_exception:
        raise BankError(" ".join([*lacks, _("Decline it.")]))
    StateChange.objects.create(
        unit=proposal.unit,
        state=proposal.state,
        reason=proposal.reason,
        is_exception=proposal.is_exception,
        by=proposal.proposed_by,
        confirmed_by=by,
        at=at,
    )


def _open(proposal: StateProposal) -> tuple[StateProposal, State]:
    """Return ``proposal`` and the state of its question, locked, so that it ends once."""
    now = _locked_state(proposal.unit)
    rows = StateProposal.objects.select_related("unit__course", "proposed_by")
    kept = rows.get(pk=proposal.pk)
    if StateDecision.objects.filter(proposal=kept).exists():
        raise BankError(_("This is decided already."))
    return kept, now


def _end(
    proposal: StateProposal, outcome: str, reason: str, by: "User", at: datetime
) -> StateDecision:
    decision = StateDecision.objects.create(
        proposal=proposal, outcome=outcome, reason=reason.strip(), by=by, at=at
    )
    trail.write(
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


def _locked_state(unit: Unit) -> State:
    """Return the state while nobody else can change it."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk, kind=Unit.Kind.QUESTION)
    return state_of(unit)


def _add(
    unit: Unit, state: State, reason: str, by: "User | None", at: datetime
) -> StateChange:
    return StateChange.objects.create(
        unit=unit, state=state, reason=reason.strip(), by=by, at=at
    )
