"""Review tasks: questions with evidence against them, taken out of the draw if needed.

A measured negative discrimination takes a live question out of the draw automatically
and opens a task (beyond N23); a material gap between languages only opens a task (N13).
The numbers are those of first attempts, from ``ENOUGH`` answers on. A changed clause
opens a task too (``stale_questions``).
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from courses.assessment.errors import QuestionBankError
from courses.assessment.models import (
    QuestionNumbers,
    QuestionState,
    QuestionVersion,
    ReviewClosing,
    ReviewTask,
    StateChange,
    annotate_state,
)
from courses.assessment.statistics.quality_flags import ENOUGH
from courses.models import Edition, EditionEntry, Unit
from courses.provisions import staleness
from courses.provisions.models import Reaffirmed
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.interface import number_formats
from elearning.languages import OWN_NAMES


def open_review_tasks(at: datetime) -> int:
    """Open a task for each cause newly shown by the numbers; return how many.

    Causes are found from rows, and each is recorded once per version, so repeating is
    safe and a question that a trainer made live again by an exception stays live.
    """
    opened = 0
    for cause, shown in _shown().items():
        known = ReviewTask.objects.filter(question=OuterRef("pk"), cause=cause)
        fresh = shown.filter(~Exists(known)).select_related("question__version__unit")
        for numbers in fresh:
            _open(numbers, cause, at)
            opened += 1
    return opened


def close_review_task(
    task: ReviewTask, *, reason: str, by: User | None, at: datetime
) -> ReviewClosing:
    """Record the outcome of ``task``, and return it.

    Raises ``QuestionBankError`` without a reason, if the task is closed already, and
    while its question is out of the draw until somebody answers for the changed clause.
    """
    if not reason.strip():
        raise QuestionBankError(_("Say in one sentence what the result was."))
    with transaction.atomic():
        unit = task.question.version.unit
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        if ReviewClosing.objects.filter(task=task).exists():
            raise QuestionBankError(_("This task is already closed."))
        if _is_out(unit) and task in _list_clause_tasks(unit):
            raise QuestionBankError(
                _(
                    "The question waits until somebody looks at it: say that it is still "
                    "right under the new text, publish a new version, or propose another "
                    "state."
                )
            )
        closing = ReviewClosing.objects.create(
            task=task, reason=reason.strip(), by=by, at=at
        )
        audit_log.record_action(
            "assessment.review_closed",
            by=by,
            on=unit,
            reason=closing.reason,
            cause=task.cause,
        )
    return closing


def record_reaffirmation(
    question: QuestionVersion,
    *,
    read: Collection[int],
    reason: str,
    by: User,
    at: datetime,
    decided_by: User | None = None,
) -> None:
    """Record that ``question`` is still right by the new texts, and close its tasks.

    ``read`` are the keys of the changes that ``by`` has read; others still wait. The
    caller has locked the question's unit. Raises ``QuestionBankError`` if no changed
    clause waits for an answer.
    """
    changes = staleness.record_reaffirmations(
        question.version, read=read, reason=reason, by=by, at=at
    )
    if not changes:
        raise QuestionBankError(
            _("There is no changed clause here that needs an answer.")
        )
    open_tasks = question.review_tasks.open().filter(change__in=changes)
    ReviewClosing.objects.bulk_create(
        ReviewClosing(task=task, reason=reason, by=by, at=at) for task in open_tasks
    )
    audit_log.record_action(
        "assessment.question_reaffirmed",
        by=decided_by or by,
        on=question.version.unit,
        reason=reason,
        clauses=[str(one.clause) for one in changes],
        **({"proposed_by": by.pk} if decided_by else {}),
    )


def find_asked_version(unit: Unit) -> QuestionVersion | None:
    """Return the version of ``unit`` that exams of the current edition ask."""
    entries = EditionEntry.objects.filter(
        edition__in=Edition.objects.current(), version__unit=unit
    )
    rows = QuestionVersion.objects.filter(version__in=entries.values("version"))
    return rows.select_related("version__unit").first()


def list_objections(unit: Unit, *, known: "Collection[int]" = ()) -> list[str]:
    """Return the objections to ``unit`` from answers and clauses, as sentences.

    Tasks with the keys ``known`` are left out.
    """
    return [
        format_task_reason(task)
        for task in list_objecting_tasks(unit)
        if task.pk not in known
    ]


def build_objection_mark(unit: Unit) -> str:
    """Return a mark identifying the current objections to ``unit``."""
    return "-".join(map(str, sorted(task.pk for task in list_objecting_tasks(unit))))


def list_objecting_tasks(unit: Unit) -> list[ReviewTask]:
    """Return the tasks against ``unit``: first from answers, then from clauses."""
    return [*list_answer_tasks(unit), *_list_clause_tasks(unit)]


def list_answer_tasks(unit: Unit) -> QuerySet[ReviewTask]:
    """Return the tasks from answers about the newest wording listed by an edition.

    Empty if the question was made live since.
    """
    listed = EditionEntry.objects.filter(version__unit=unit)
    newest = listed.order_by("-version__number").values("version")[:1]
    again = StateChange.objects.filter(
        unit=unit, state=QuestionState.LIVE, at__gte=OuterRef("at")
    )
    return ReviewTask.objects.filter(
        ~Exists(again),
        cause=ReviewTask.Cause.NEGATIVE,
        question__version__in=newest,
    )


def list_clause_objections(unit: Unit) -> list[str]:
    """Return, in whole sentences, which changed clauses speak against ``unit``.

    These are the clauses changed in substance under the current wording, until somebody
    confirms that it is still right.
    """
    return [format_task_reason(task) for task in _list_clause_tasks(unit)]


def format_task_reason(task: ReviewTask) -> str:
    """Return the reason why ``task`` was opened, as a whole sentence."""
    if task.change is not None:
        return _(
            "It rests on %(clause)s, which was changed in substance: %(reason)s"
        ) % {
            "clause": task.change.clause,
            "reason": task.change.reason,
        }
    if task.cause == ReviewTask.Cause.LANGUAGE:
        return _(
            "In %(n)s first attempts, candidates in the language "
            "“%(harder)s” got %(points)s points in 100 fewer than those in "
            "“%(easier)s”."
        ) % {
            "n": task.n,
            "harder": OWN_NAMES[task.harder],
            "easier": OWN_NAMES[task.easier],
            "points": task.points,
        }
    return _(
        "In %(n)s first attempts, those who know more did worse: "
        "facility %(facility)s%%, discrimination %(discrimination)s."
    ) % {
        "n": task.n,
        "facility": round(100 * (task.facility or 0)),
        "discrimination": number_formats.format_decimal(task.discrimination or 0),
    }


def build_change_reasons(unit: Unit, facts: Iterable[StateChange]) -> dict[int, str]:
    """Return the reason for each of ``facts`` about ``unit``, by its key.

    Reasons written by people are returned as they are; the platform's own are worded in
    the reader's language, from the stored numbers.
    """
    found = ReviewTask.objects.filter(question__version__unit=unit, left_the_draw=True)
    found = found.select_related("change__clause__document")
    by_moment = {task.at: task for task in found}
    return {
        fact.pk: format_task_reason(by_moment[fact.at])
        if fact.by_id is None
        and fact.state == QuestionState.REVIEW
        and fact.at in by_moment
        else fact.reason
        for fact in facts
    }


def _list_clause_tasks(unit: Unit) -> QuerySet[ReviewTask]:
    """Return the unanswered tasks of changed clauses under the current wording."""
    asked = EditionEntry.objects.filter(
        edition__in=Edition.objects.current(), version__unit=unit
    )
    looked = Reaffirmed.objects.filter(
        unit_version=OuterRef("question__version"), change=OuterRef("change")
    )
    tasks = ReviewTask.objects.filter(
        ~Exists(looked),
        cause=ReviewTask.Cause.CLAUSE,
        question__version__in=asked.values("version"),
    )
    return tasks.select_related("change__clause__document")


def _is_out(unit: Unit) -> bool:
    """Return whether ``unit`` is out of the draw until somebody brings it back."""
    out = [QuestionState.REVIEW, QuestionState.QUARANTINED]
    rows = annotate_state(Unit.objects.filter(pk=unit.pk))
    return bool(rows.filter(state__in=out).exists())


def _shown() -> dict[str, QuerySet[QuestionNumbers]]:
    """Return, for each cause, the numbers that show it."""
    enough = QuestionNumbers.objects.filter(n__gte=ENOUGH)
    return {
        ReviewTask.Cause.NEGATIVE: enough.filter(discrimination__lt=0),
        ReviewTask.Cause.LANGUAGE: enough.exclude(gap=None),
    }


def _open(numbers: QuestionNumbers, cause: str, at: datetime) -> None:
    unit = numbers.question.version.unit
    with transaction.atomic():
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        leaves = cause == ReviewTask.Cause.NEGATIVE and _is_asked(numbers)
        task, is_new = ReviewTask.objects.get_or_create(
            question=numbers.question,
            cause=cause,
            defaults={
                "n": numbers.n,
                "facility": numbers.facility or 0,
                "discrimination": numbers.discrimination,
                "harder": numbers.harder,
                "easier": numbers.easier,
                "gap": numbers.gap,
                "left_the_draw": leaves,
                "at": at,
            },
        )
        if not is_new:
            return
        if leaves:
            _take_out(unit, task, at)
        audit_log.record_action(
            "assessment.review_opened", by=None, on=unit, cause=cause
        )


def _is_asked(numbers: QuestionNumbers) -> bool:
    """Return whether exams draw exactly this wording now."""
    version = numbers.question.version
    later = EditionEntry.objects.filter(
        version__unit=version.unit_id, version__number__gt=version.number
    )
    facts = StateChange.objects.filter(unit=version.unit_id).order_by("-pk")
    newest = facts.values_list("state", flat=True).first()
    return newest in {None, QuestionState.LIVE} and not later.exists()


def _take_out(unit: Unit, task: ReviewTask, at: datetime) -> None:
    """Take a question out of every draw from now on; running attempts keep it."""
    with translation.override(settings.LANGUAGE_CODE):
        reason = format_task_reason(task)
    StateChange.objects.create(
        unit=unit, state=QuestionState.REVIEW, reason=reason, by=None, at=at
    )
    audit_log.record_action(
        "assessment.question_left_the_draw",
        by=None,
        on=unit,
        reason=reason,
        n=task.n,
        discrimination=str(task.discrimination),
    )
