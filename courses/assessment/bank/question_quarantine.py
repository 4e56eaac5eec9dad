"""Quarantine of leaked questions, opened by one person, lifted or upheld by a second."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from courses.assessment.attempts.exams_ahead import has_update_ahead
from courses.assessment.bank import review_tasks, state_notices
from courses.assessment.bank.question_states import (
    add_state_change,
    check_not_examinee,
    lock_question_state,
    propose_question_state,
)
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import (
    LeakDecision,
    QuestionState,
    StateChange,
    StateProposal,
    find_newest_change,
)
from courses.models import Unit
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.decisions import check_unchanged


def quarantine_question(
    unit: Unit, *, reason: str, by: User | None, at: datetime
) -> StateChange:
    """Exclude a leaked question from every draw at once, and return the state change.

    Nothing else changes: attempts that include the question keep it, and results stay.
    The trainers of the course and the reviewers are notified. Raises
    ``QuestionBankError`` if ``by`` has the exam ahead.
    """
    require_reason(reason, QuestionBankError)
    if by is not None:
        check_not_examinee(unit, by)
    with transaction.atomic():
        before = lock_question_state(unit)
        if before == QuestionState.QUARANTINED:
            raise QuestionBankError(_("This question is quarantined already."))
        fact = add_state_change(unit, QuestionState.QUARANTINED, reason, by, at)
        audit_log.record_action(
            "assessment.question_quarantined",
            by=by,
            on=unit,
            reason=fact.reason,
            before=before,
        )
        state_notices.notify_quarantine(fact)
    return fact


def build_quarantine_mark(unit: Unit) -> str:
    """Return a mark identifying the quarantine that ``unit`` is in; empty without one."""
    fact = find_newest_change(unit)
    if fact is None or fact.state != QuestionState.QUARANTINED:
        return ""
    return str(fact.pk)


def lift_quarantine(
    unit: Unit, *, reason: str, expected: str, by: User | None, at: datetime
) -> StateChange | StateProposal:
    """End the quarantine of a question and return it to its previous state.

    A live question goes into review if something has come to speak against it; if
    ``by`` has an update of the course ahead, the question waits for another person.
    ``expected`` is the mark of the quarantine as read (``build_quarantine_mark``).
    Raises ``OutdatedPageError`` if it is another one by now. Raises
    ``QuestionBankError`` if ``by`` opened the quarantine, since lifting it takes a
    second person, and if ``by`` has the exam ahead.
    """
    require_reason(reason, QuestionBankError)
    with transaction.atomic():
        if lock_question_state(unit) != QuestionState.QUARANTINED:
            raise QuestionBankError(_("This question is not quarantined."))
        facts = list(StateChange.objects.filter(unit=unit).order_by("-pk")[:2])
        if by is None or facts[0].by_id == by.pk:
            raise QuestionBankError(
                _(
                    "You quarantined this question, so a second person must lift the "
                    "quarantine. Ask another trainer or a reviewer."
                )
            )
        check_same_quarantine(unit, expected)
        check_not_examinee(unit, by)
        state = QuestionState(facts[1].state) if len(facts) > 1 else QuestionState.LIVE
        if state == QuestionState.LIVE and review_tasks.list_objections(unit):
            state = QuestionState.REVIEW
        if state == QuestionState.LIVE and has_update_ahead(by, unit.course):
            proposal = StateProposal(
                unit=unit,
                before=QuestionState.QUARANTINED,
                state=state,
                reason=reason,
            )
            return propose_question_state(proposal, by=by, at=at)
        fact = add_state_change(unit, state, reason, by, at)
        audit_log.record_action(
            "assessment.quarantine_lifted",
            by=by,
            on=unit,
            reason=fact.reason,
            after=state,
        )
    return fact


def check_same_quarantine(unit: Unit, expected: str) -> None:
    """Raise an error if ``unit`` is in another quarantine than the one as read."""
    check_unchanged(expected, build_quarantine_mark(unit))


def list_lone_quarantines(person: int, course: int) -> set[int]:
    """Return the questions of ``course`` that ``person`` quarantined and keeps so alone.

    A second person ends that by lifting the quarantine, or upholds it by deciding about
    the results. All are ids, the person's of a member of staff; one query.
    """
    later = StateChange.objects.filter(unit=OuterRef("unit"), pk__gt=OuterRef("pk"))
    decided = LeakDecision.objects.filter(quarantine=OuterRef("pk")).exclude(by=None)
    facts = StateChange.objects.filter(
        ~Exists(later),
        ~Exists(decided.exclude(by=OuterRef("by"))),
        unit__course=course,
        state=QuestionState.QUARANTINED,
        by__staff_member=person,
    )
    return set(facts.values_list("unit", flat=True))
