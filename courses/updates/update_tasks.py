"""Tasks for the update of a certificate: read the changes, then answer questions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from courses.assessment.bank.question_quarantine import list_lone_quarantines
from courses.assessment.models import (
    UPDATE_QUESTIONS,
    PaperVersion,
    QuestionState,
    annotate_state,
)
from courses.assessment.papers import question_draw
from courses.assessment.papers.question_pools import QuestionPool
from courses.models import Course, Edition, Enrolment, Unit
from courses.provisions.document_diff import PartDifference, list_part_differences
from courses.provisions.models import Citation, ClauseChange, DocumentEdition
from courses.records.models import Completion
from courses.updates import lesson_changes
from courses.updates.lesson_changes import ChangedLesson, list_changed_lessons
from courses.updates.models import UpdateDemand
from courses.updates.update_demands import MOST_MINUTES
from courses.updates.update_status import (
    OpenUpdate,
    build_open_updates,
    find_first_due_date,
)
from elearning.languages import get_current_language
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: How long the questions may be under review; after that, reading the changes is
#: enough.
PREPARING = timedelta(days=30)


@dataclass(frozen=True)
class UpdateTask:
    """The open updates of one course held by somebody, which are done together.

    ``later`` are those that cannot be done yet, which are done separately. With
    ``is_held_back`` some of them wait because the learner quarantined a question about
    them, until a second person has lifted that or decided about the results.
    """

    completion: Completion
    updates: Sequence[OpenUpdate]
    later: Sequence[OpenUpdate] = ()
    is_held_back: bool = False

    @property
    def enrolment(self) -> Enrolment:
        assert self.completion.enrolment is not None  # noqa: S101 — else there is no task
        return self.completion.enrolment

    @property
    def due_on(self) -> date:
        return find_first_due_date(self.updates) or date.max

    @property
    def minutes(self) -> int:
        return min(MOST_MINUTES, sum(one.demand.minutes for one in self.updates))

    @property
    def causes(self) -> list[DocumentEdition]:
        """The editions of guidelines that require the update."""
        return [one.demand.cause for one in self.updates if one.demand.cause]

    @property
    def editions(self) -> list[Edition]:
        """The editions of the course that were released as material changes."""
        return [one.demand.newer for one in self.updates if one.demand.newer]

    @property
    def seen(self) -> str:
        """The key of the changes, sent back by the form: nobody confirms what they did not see."""
        return "-".join(one.demand.mark for one in self.updates)

    @property
    def documents(self) -> str:
        return ", ".join(dict.fromkeys(one.document.code for one in self.causes))

    @property
    def url(self) -> str:
        return reverse("updating:update", args=[self.enrolment.key])


@dataclass(frozen=True)
class ChangedClause:
    """A changed clause, compared word by word, with the reason; ``language`` of the text."""

    document: DocumentEdition
    change: ClauseChange
    difference: PartDifference | None
    language: str

    @property
    def is_fallback(self) -> bool:
        return self.language != get_current_language()


@dataclass(frozen=True)
class CourseBriefing:
    """An edition of the course that holders have to know, with the lessons it changed."""

    edition: Edition
    lessons: list[ChangedLesson]


@dataclass(frozen=True)
class AvailableQuestions:
    """The questions about changes: how many, and whether they are still waited for."""

    pool: QuestionPool | None
    questions: int
    waits: bool
    is_held_back: bool = False


def list_update_tasks(learner: StaffMember, *, on: date) -> list[UpdateTask]:
    """Return the updates that ``learner`` has to do, earliest due first.

    At most three queries.
    """
    rows = Completion.objects.as_of(on).filter(learner=learner)
    passed = list(rows.select_related("course", "enrolment"))
    return build_update_tasks(
        passed, build_open_updates(passed, [learner.pk], on=on), on=on
    )


def build_update_tasks(
    passed: Sequence[Completion], found: Mapping[int, list[OpenUpdate]], *, on: date
) -> list[UpdateTask]:
    """Return the same from the passes of one learner and their open updates.

    One task per course, for the pass held now; ``found`` has the open updates by
    completion id. At most two queries.
    """
    rows = sorted(passed, key=lambda row: (row.passed_on, row.pk))
    newest = {row.course_id: row for row in rows if row.enrolment_id}
    tasks = [
        UpdateTask(row, found[row.pk])
        for row in newest.values()
        if row.pk in found and row.expires_on >= on
    ]
    held = [task.completion for task in tasks]
    prefetch_related_objects(held, "course", "enrolment")
    return sorted(tasks, key=lambda task: (task.due_on, task.completion.course.code))


def find_update_task(enrolment: Enrolment, *, on: date) -> UpdateTask | None:
    """Return the task for the course of ``enrolment``; ``None`` if nothing is open.

    Its updates are those that can be done on ``on``, or all of them if none can.
    """
    tasks = list_update_tasks(enrolment.learner, on=on)
    course = enrolment.course_id
    task = next((one for one in tasks if one.completion.course_id == course), None)
    return _without_waiting(task, on) if task else None


def _without_waiting(task: UpdateTask, on: date) -> UpdateTask:
    """Return ``task`` with the updates that wait set aside, unless all of them do."""
    held_back = _list_held_back(task)
    later = [
        one
        for one in task.updates
        if one in held_back or is_being_prepared(one.demand, on=on)
    ]
    now = [one for one in task.updates if one not in later]
    return replace(
        task,
        updates=now or task.updates,
        later=later if now else (),
        is_held_back=bool(held_back),
    )


def _list_held_back(task: UpdateTask) -> list[OpenUpdate]:
    """Return the updates about whose questions the learner alone imposed a quarantine."""
    held = task.completion
    alone = list_lone_quarantines(held.learner_id, held.course_id)
    if not alone:
        return []
    return [one for one in task.updates if alone & _list_questions([one.demand])]


def has_open_update(user: "User", course: Course) -> bool:
    """Return whether ``user`` has an open update of ``course``, required or offered."""
    person = StaffMember.objects.filter(user=user).first()
    if person is None:
        return False
    tasks = list_update_tasks(person, on=timezone.localdate())
    return any(one.completion.course_id == course.pk for one in tasks)


def list_clause_changes(task: UpdateTask) -> list[ClauseChange]:
    """Return the substantive changes that the course rests on; one query."""
    cited = Citation.objects.filter(
        unit_version__entries__edition=task.completion.edition_id
    )
    rows = ClauseChange.objects.substantive().filter(
        edition__in=task.causes, clause__in=cited.values("clause")
    )
    return list(rows.select_related("clause__document").order_by("edition", "pk"))


def list_changed_clauses(
    task: UpdateTask, found: Sequence[ClauseChange]
) -> list[ChangedClause]:
    """Return ``found`` for display, in the order of the texts."""
    return [
        one
        for cause in task.causes
        for one in _changed(cause, [row for row in found if row.edition_id == cause.pk])
    ]


def list_course_briefings(task: UpdateTask) -> list[CourseBriefing]:
    """Return what the editions of the course changed, for display."""
    return [
        CourseBriefing(one, list_changed_lessons(one, get_current_language()))
        for one in task.editions
    ]


def _changed(
    cause: DocumentEdition, found: Sequence[ClauseChange]
) -> Iterator[ChangedClause]:
    weighed = {one.clause.number: one for one in found}
    text, language = cause.version.text()
    before = _before(cause)
    old = before.version.body.get(language, {}) if before else {}
    for one in list_part_differences(old, text):
        if (change := weighed.pop(one.number, None)) is not None:
            yield ChangedClause(cause, change, one, language)
    for change in weighed.values():
        yield ChangedClause(cause, change, None, language)


def build_task_questions(task: UpdateTask, *, on: date) -> AvailableQuestions:
    """Return the questions about the changes of ``task`` on ``on``.

    The task waits if all of its changes do, or if the learner's own quarantine holds
    one of them back.
    """
    demands = [one.demand for one in task.updates]
    if _list_held_back(task):
        return AvailableQuestions(None, 0, waits=True, is_held_back=True)
    if all(is_being_prepared(one, on=on) for one in demands):
        return AvailableQuestions(None, 0, waits=True)
    pool = _build_pool(demands, _list_questions(demands))
    questions = _count_asked(pool)
    return AvailableQuestions(pool if questions else None, questions, waits=False)


def is_being_prepared(demand: UpdateDemand, *, on: date) -> bool:
    """Return whether the questions about one ``demand`` are still under review on ``on``.

    They are while some are under review or recently quarantined, and fewer than
    ``UPDATE_QUESTIONS`` are available, at most 30 days: otherwise reviewers could choose
    the questions of their own tests. No other change makes it longer.
    """
    if on >= demand.starts_on + PREPARING:
        return False
    units = _list_questions([demand])
    pool = _build_pool([demand], units)
    return _count_asked(pool) < UPDATE_QUESTIONS and _are_looked_at(
        units, demand.starts_on
    )


def _count_asked(pool: QuestionPool | None) -> int:
    return min(UPDATE_QUESTIONS, len(pool) - pool.by_people) if pool else 0


def _build_pool(
    demands: Sequence[UpdateDemand], units: set[int]
) -> QuestionPool | None:
    """Return the live ones of ``units`` in the course's current edition."""
    edition = demands[0].edition.course.current_edition
    if edition is None or not units:
        return None
    return question_draw.build_live_pool(edition, among=units)


def _list_questions(demands: Sequence[UpdateDemand]) -> set[int]:
    """Return the questions of the course's current edition about the changes.

    A course without an exam asks nothing.
    """
    held = demands[0].edition
    papers = PaperVersion.objects.filter(version__entries__edition=held)
    edition = held.course.current_edition
    if edition is None or not papers.exists():
        return set()
    units = _citing(held, edition, [one.cause_id for one in demands if one.cause_id])
    for newer in [one.newer for one in demands if one.newer]:
        units |= lesson_changes.list_affected_questions(newer, edition)
    return units


def _are_looked_at(units: Iterable[int], since: date) -> bool:
    """Return whether any of ``units`` may come back: in review, or recently quarantined."""
    lately = Q(
        state=QuestionState.QUARANTINED,
        state_changes__at__date__gt=since - PREPARING,
    )
    rows = annotate_state(Unit.objects.filter(pk__in=units))
    return bool(rows.filter(Q(state=QuestionState.REVIEW) | lately).exists())


def _citing(held: Edition, edition: Edition, causes: Sequence[int]) -> set[int]:
    """Return the questions of ``edition`` that cite clauses changed under ``held``."""
    if not causes:
        return set()
    changes = ClauseChange.objects.substantive().filter(
        edition__in=causes,
        clause__citations__unit_version__entries__edition=held,
    )
    citing = Citation.objects.filter(
        clause__in=changes.values("clause"),
        unit_version__entries__edition=edition,
        unit_version__unit__kind=Unit.Kind.QUESTION,
        unit_version__question__for_practice=False,
    )
    return set(citing.values_list("unit_version__unit", flat=True))


def _before(cause: DocumentEdition) -> DocumentEdition | None:
    rows = DocumentEdition.objects.filter(
        document=cause.document_id, number=cause.number - 1
    )
    return rows.select_related("version").first()
