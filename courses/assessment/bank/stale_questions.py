"""Stale questions, whose clause was changed in substance, and their rechecking.

With the new edition of a guideline they leave every later draw; attempts under way keep
them. A trainer or reviewer confirms that a question is still right, or a newer version
of it reaches an edition and a trainer makes it live. Nobody who has an update of the
course ahead brings a question back alone.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from courses.assessment.attempts.exams_ahead import has_update_ahead
from courses.assessment.bank import question_states, review_tasks
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import (
    QuestionState,
    QuestionVersion,
    ReviewTask,
    StateChange,
    StateProposal,
    annotate_state,
)
from courses.models import Unit
from courses.provisions import staleness
from courses.provisions.models import Citation, ClauseChange, DocumentEdition
from elearning.accounts.models import User
from elearning.audit import audit_log


def withdraw_stale_questions(edition: DocumentEdition) -> int:
    """Open a task for each question resting on what ``edition`` changes in substance.

    Live questions leave the draw; returns how many did. Takes a fixed number of queries
    and one audit entry, however many there are. Safe to repeat.
    """
    changes = ClauseChange.objects.substantive().filter(edition=edition)
    tasks = _tasks(
        list(changes.select_related("clause__document")), edition.released_at
    )
    if not tasks:
        return 0
    with transaction.atomic():
        units = {task.question.version.unit_id for task in tasks}
        rows = Unit.objects.select_for_update(no_key=True).filter(pk__in=units)
        asked = _live(list(rows.order_by("pk")))
        for task in tasks:
            unit = task.question.version.unit_id
            task.left_the_draw = unit in asked and not task.question.for_practice
        ReviewTask.objects.bulk_create(tasks, ignore_conflicts=True)
        leaving = _leave(tasks)
        audit_log.record_action(
            "assessment.questions_left_the_draw",
            by=None,
            on=edition,
            questions=leaving,
        )
    return len(leaving)


def reaffirm_question(
    question: QuestionVersion,
    *,
    read: Collection[int],
    reason: str,
    by: User,
    at: datetime,
) -> StateChange | StateProposal | None:
    """Confirm that ``question`` is still right; return what brings it back.

    The tasks of the changes that ``by`` has ``read`` (keys) are closed. The question is
    live again if nothing else speaks against it. If ``by`` has an update of the course
    ahead, whose test may ask the question, a second person must confirm first. Raises
    ``QuestionBankError`` without a reason, if no changed clause waits for an answer, if
    another state waits for a second person, if exams ask another version by now, and if
    ``by`` has the exam ahead and it may ask the question.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise QuestionBankError(_("Say in a sentence why it is still right."))
    unit = question.version.unit
    if not question.for_practice:
        question_states.check_not_examinee(unit, by)
    with transaction.atomic():
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        if review_tasks.find_asked_version(unit) != question:
            raise QuestionBankError(
                _(
                    "Exams ask another version of this question now. Nothing was saved: "
                    "read that version first."
                )
            )
        if not question.for_practice and has_update_ahead(by, unit.course):
            return _propose(question, read, reason, by, at)
        review_tasks.record_reaffirmation(
            question, read=read, reason=reason, by=by, at=at
        )
        return _bring_back(unit, reason, by, at)


def _propose(
    question: QuestionVersion,
    read: Collection[int],
    reason: str,
    by: User,
    at: datetime,
) -> StateProposal:
    """Propose to a second person that ``question`` is still right and comes back."""
    changes = staleness.list_stale_changes([question.version])
    waiting = [one.pk for one in changes.get(question.version_id, [])]
    if not set(read).intersection(waiting):
        raise QuestionBankError(
            _("There is no changed clause here that needs an answer.")
        )
    unit = question.version.unit
    before = question_states.get_question_state(unit)
    comes_back = before == QuestionState.REVIEW and not review_tasks.list_answer_tasks(
        unit
    )
    proposal = StateProposal(
        unit=unit,
        before=before,
        state=QuestionState.LIVE if comes_back else before,
        reason=reason,
        reaffirms=question,
        read_changes=[one for one in waiting if one in read],
    )
    return question_states.propose_question_state(proposal, by=by, at=at)


def _bring_back(unit: Unit, reason: str, by: User, at: datetime) -> StateChange | None:
    """Make a reaffirmed question live if nothing else speaks against it."""
    state = question_states.get_question_state(unit)
    if state != QuestionState.REVIEW or review_tasks.list_objecting_tasks(unit):
        return None
    audit_log.record_action(
        "assessment.question_state_changed",
        by=by,
        on=unit,
        reason=reason,
        before=QuestionState.REVIEW,
        after=QuestionState.LIVE,
    )
    return StateChange.objects.create(
        unit=unit, state=QuestionState.LIVE, reason=reason, by=by, at=at
    )


def _tasks(changes: Iterable[ClauseChange], at: datetime) -> list[ReviewTask]:
    """Return a task for each current question and each change that it rests on."""
    by_clause = {change.clause_id: change for change in changes}
    if not by_clause:
        return []
    rows = Citation.objects.current().filter(
        clause__in=by_clause, unit_version__unit__kind=Unit.Kind.QUESTION
    )
    pairs = set(rows.values_list("unit_version__question", "clause"))
    questions = QuestionVersion.objects.select_related("version").defer("body", "key")
    known = questions.in_bulk({question for question, _clause in pairs if question})
    return [
        ReviewTask(
            question=known[question],
            cause=ReviewTask.Cause.CLAUSE,
            change=by_clause[clause],
            at=at,
        )
        for question, clause in sorted(pairs)
        if question in known
    ]


def _live(units: Iterable[Unit]) -> set[int]:
    rows = annotate_state(Unit.objects.filter(pk__in=[unit.pk for unit in units]))
    return set(rows.filter(state=QuestionState.LIVE).values_list("pk", flat=True))


def _leave(tasks: Iterable[ReviewTask]) -> list[int]:
    """Take the questions of ``tasks`` out of the draw; return their units once each."""
    first = {
        task.question.version.unit_id: task for task in tasks if task.left_the_draw
    }
    with translation.override(settings.LANGUAGE_CODE):
        StateChange.objects.bulk_create(
            StateChange(
                unit_id=unit,
                state=QuestionState.REVIEW,
                reason=review_tasks.format_task_reason(task),
                by=None,
                at=task.at,
            )
            for unit, task in first.items()
        )
    return sorted(first)
