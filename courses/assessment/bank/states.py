"""Change the state of a question: facts with a reason, never overwritten.

Draft becomes live by release alone. Trial, live and retired lead to each other.
Quarantine is open from everywhere at once, and out of it leads only a second person.
Into review a question comes by the platform alone (``reviewing``), and out of it by a
trainer: to another trial, to the retired, or live by an exception.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.assessment.bank import reviewing, trying
from courses.assessment.errors import BankError
from courses.assessment.models import State, StateChange, with_state
from courses.models import Unit
from elearning.audit import trail

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: What may be chosen for a question that is not quarantined.
CHOSEN = (State.TRIAL, State.LIVE, State.RETIRED)


def state_of(unit: Unit) -> State:
    """Return the state of a question now."""
    return State(with_state(Unit.objects.filter(pk=unit.pk)).get().state)


def change(  # noqa: PLR0913 — the lines of the form
    unit: Unit,
    state: State,
    *,
    reason: str,
    by: "User | None",
    at: datetime,
    exception: bool = False,
) -> StateChange:
    """Put a question in trial, make it live, or retire it, and return the fact.

    Attempts that run keep their questions. A question in trial becomes live when its
    trial has shown enough, or by an ``exception`` that the reason is given for. Raises
    ``BankError`` for a state that cannot be chosen, without a reason, and where nothing
    would change.
    """
    if state not in CHOSEN:
        raise BankError(_("Choose one of the states of the list."))
    with transaction.atomic():
        before = _locked_state(unit)
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
        fact = _add(unit, state, reason, by, at, is_exception=bool(lacks))
        trail.write(
            "assessment.question_state_changed",
            by=by,
            on=unit,
            reason=fact.reason,
            before=before,
            after=state,
            exception=fact.is_exception,
        )
    return fact


def lacks_for(unit: Unit, state: State) -> list[str]:
    """Return what speaks against ``state``: a trial, or what answers show since."""
    if state != State.LIVE:
        return []
    if state_of(unit) == State.REVIEW:
        return reviewing.against(unit)
    return trying.trial_of(unit).lacks() if trying.is_untested(unit) else []


def quarantine(
    unit: Unit, *, reason: str, by: "User | None", at: datetime
) -> StateChange:
    """Take a leaked question out of every draw at once, and return the fact.

    Nothing else changes: attempts that have it keep it, results stay as they are.
    """
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
    return fact


def lift(unit: Unit, *, reason: str, by: "User | None", at: datetime) -> StateChange:
    """End the quarantine of a question: it is again what it was before.

    Raises ``BankError`` for whoever put it there: that takes a second person.
    """
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
        state = State(facts[1].state) if len(facts) > 1 else State.LIVE
        fact = _add(unit, state, reason, by, at)
        trail.write(
            "assessment.quarantine_lifted",
            by=by,
            on=unit,
            reason=fact.reason,
            after=state,
        )
    return fact


def _locked_state(unit: Unit) -> State:
    """Return the state while nobody else can change it."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk, kind=Unit.Kind.QUESTION)
    return state_of(unit)


def _add(  # noqa: PLR0913 — the columns of the fact
    unit: Unit,
    state: State,
    reason: str,
    by: "User | None",
    at: datetime,
    *,
    is_exception: bool = False,
) -> StateChange:
    if not reason.strip():
        raise BankError(_("Give the reason; an inspection will ask for it."))
    return StateChange.objects.create(
        unit=unit,
        state=state,
        reason=reason.strip(),
        is_exception=is_exception,
        by=by,
        at=at,
    )
