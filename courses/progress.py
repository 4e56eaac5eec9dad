"""Progress of learners through their editions."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.errors import ProgressError
from courses.events import (
    EnrolmentCompleted,
    ScenarioDecided,
    SelfCheckAnswered,
    UnitFinished,
    UnitFinishedAgain,
    UnitStarted,
)
from courses.models import EditionEntry, Enrolment, Unit, UnitProgress, UnitVersion
from courses.transactions import unit_of_work
from elearning.prepared_queries import PreparedQuery, QueryParameter

#: How far a device’s clock is trusted about the end of a course: a day’s shift and a
#: night at a post without a network. Setting the clock back gains no more than this.
CLOCK_TRUST = timedelta(hours=24)

type _Path = list[dict[str, Any]]
#: Returns, for the path of a scenario, the steps to add before and after a new step.
type Around = Callable[[_Path], tuple[_Path, _Path]]


def start_unit(
    enrolment: Enrolment, unit: Unit, *, language: str, at: datetime | None = None
) -> UnitProgress:
    """Record that the learner opened ``unit``; the first time sends ``UnitStarted``.

    A lesson or an exam also becomes the unit to resume at, unless the learner opened
    another one after ``at``; other pages do not. Raises ``ProgressError`` for a unit
    outside the learner’s edition.
    """
    _demand_in_edition(enrolment, unit)
    now = at or timezone.now()
    with unit_of_work():
        progress, created = UnitProgress.objects.get_or_create(
            enrolment=enrolment, unit=unit, defaults={"started_at": now}
        )
        record_resume_unit(enrolment, unit, at=now)
        if created:
            UnitStarted(enrolment, unit, language, now).send()
    return progress


def record_resume_unit(enrolment: Enrolment, unit: Unit, *, at: datetime) -> None:
    """Make ``unit``, already opened, the one to resume at, unless another is newer than ``at``."""
    if unit.kind in Unit.STEPS:
        Enrolment.objects.filter(
            Q(last_seen_at=None) | Q(last_seen_at__lte=at), pk=enrolment.pk
        ).update(
            last_unit=unit,
            last_seen_at=at,
            started_at=Coalesce("started_at", at),
        )


def record_reading_place(enrolment: Enrolment, unit: Unit, block: str) -> None:
    """Record the block last seen, so that reading can resume there on any device."""
    kept = block.replace("\0", "")[:64]  # PostgreSQL rejects NUL
    UnitProgress.objects.filter(enrolment=enrolment, unit=unit).update(block=kept)


def record_self_check_answer(answered: SelfCheckAnswered, *, given: Any) -> None:
    """Store ``given``, in the form of the question’s kind, and send the event.

    The answer with the latest ``at`` counts: one that a device sends late never
    replaces a newer one. Joins the caller’s transaction.
    """
    with transaction.atomic(savepoint=False):
        at = _written(answered.at)
        answer = {"given": given, "correct": answered.correct, "at": at}
        _note_answer(answered.enrolment, answered.unit, answered.block, answer)
        answered.send()


def record_scenario_choice(
    decided: ScenarioDecided, *, around: Around | None = None
) -> None:
    """Add the choice to the path and send the event.

    ``around`` returns, for the path so far, the steps to add before and after the new
    one. Joins the caller’s transaction.
    """
    with transaction.atomic(savepoint=False):
        step = {
            "choice": decided.choice,
            "node": decided.node,
            "score": decided.score,
            "at": _written(decided.at),
        }
        _add_to_path(decided.enrolment, decided.unit, decided.block, step, around)
        decided.send()


def step_back_in_scenario(
    enrolment: Enrolment,
    unit: Unit,
    block: str,
    *,
    to_start: bool = False,
    at: datetime | None = None,
) -> None:
    """Go back one step in a scenario, or to its start; the path taken is kept."""
    moment = _written(at or timezone.now())
    with transaction.atomic():
        step = {"restart" if to_start else "back": True, "at": moment}
        _add_to_path(enrolment, unit, block, step)


def finish_unit(
    enrolment: Enrolment,
    unit: Unit,
    *,
    language: str,
    at: datetime | None = None,
    score: float | None = None,
    recorded_at: datetime | None = None,
    by_device: bool = False,
) -> bool:
    """Mark ``unit`` as finished; return whether that completed the edition.

    Finishing twice is harmless and only sends ``UnitFinishedAgain``. The last unit sets
    ``completed_at`` and sends ``EnrolmentCompleted`` in the same transaction. ``score``
    is the share of right answers (0–1) if the unit was an exam, and ``recorded_at``
    when the result became known, if later than ``at``. ``by_device`` means that ``at``
    is the time of a device: the edition then counts as finished at ``at`` if that is
    within ``CLOCK_TRUST`` of becoming known, else when it became known. Raises
    ``ProgressError`` for a unit outside the learner’s edition.
    """
    _demand_in_edition(enrolment, unit)
    now = at or timezone.now()
    with unit_of_work():
        progress, _created = UnitProgress.objects.select_for_update().get_or_create(
            enrolment=enrolment, unit=unit, defaults={"started_at": now}
        )
        is_first = progress.finished_at is None
        if is_first:
            progress.finished_at = now
            progress.save(update_fields=["finished_at"])
        steps = {entry.version.unit_id for entry in enrolment.edition.steps}
        missing = steps - list_finished_units(enrolment)
        if is_first:
            UnitFinished(
                enrolment,
                unit,
                language=language,
                at=now,
                seconds=int((now - progress.started_at).total_seconds()),
                done=len(steps) - len(missing),
                steps=len(steps),
            ).send()
        else:
            UnitFinishedAgain(enrolment, unit, now).send()
        if missing:
            return False
        known = recorded_at or now
        return _complete(
            EnrolmentCompleted(
                enrolment,
                at=_counted(enrolment, now, known) if by_device else now,
                score=score,
                language=language,
                recorded_at=known,
                device_at=now if by_device else None,
            )
        )


def credit_lessons(
    enrolment: Enrolment, lessons: Collection[str], *, at: datetime
) -> int:
    """Mark ``lessons``, given by slug, as finished by equivalent training (curriculum R13).

    Returns the number of newly marked lessons. Finished lessons and slugs that are no
    lesson of the edition are left alone, so repeating is safe. No statement is
    recorded, since nobody read the lessons, and the course is not completed: the exam
    remains.
    """
    with transaction.atomic():
        units = Unit.objects.filter(
            kind=Unit.Kind.LESSON,
            slug__in=lessons,
            versions__entries__edition=enrolment.edition_id,
        )
        new = 0
        for unit in units.order_by("pk"):
            row, _created = UnitProgress.objects.select_for_update().get_or_create(
                enrolment=enrolment, unit=unit, defaults={"started_at": at}
            )
            if row.finished_at is None:
                row.finished_at, row.is_credited = at, True
                row.save(update_fields=["finished_at", "is_credited"])
                new += 1
    return new


def list_lessons_before_exam(enrolment: Enrolment) -> list[Unit]:
    """Return the lessons to finish before the exam opens, in order."""
    return _missing.ask(enrolment=enrolment.pk, edition=enrolment.edition_id)


def list_finished_units(enrolment: Enrolment) -> set[int]:
    """Return the ids of the units that the learner has finished."""
    return set(
        enrolment.progress.exclude(finished_at=None).values_list("unit", flat=True)
    )


@PreparedQuery
def _missing() -> QuerySet[Unit]:
    enrolment = QueryParameter("enrolment", UnitProgress, "enrolment")
    done = UnitProgress.objects.filter(enrolment=enrolment, finished_at__isnull=False)
    lessons = Unit.objects.filter(
        kind=Unit.Kind.LESSON,
        versions__entries__edition=QueryParameter("edition", EditionEntry, "edition"),
    )
    missing = lessons.exclude(pk__in=done.values("unit"))
    return missing.order_by("versions__entries__position")


@PreparedQuery
def _listed() -> QuerySet[EditionEntry]:
    return EditionEntry.objects.filter(
        edition=QueryParameter("edition", EditionEntry, "edition"),
        version__unit=QueryParameter("unit", UnitVersion, "unit"),
    )


def _written(at: datetime) -> str:
    """Format a moment for notes, so that two moments compare as strings."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _note_answer(
    enrolment: Enrolment, unit: Unit, name: str, answer: dict[str, Any]
) -> None:
    """Store the answer for block ``name`` of a lesson, unless a newer one is stored."""
    progress = UnitProgress.objects.select_for_update().get(
        enrolment=enrolment, unit=unit
    )
    if progress.notes.get(name, {}).get("at", "") <= answer["at"]:
        progress.notes[name] = answer
        progress.save(update_fields=["notes"])


def _add_to_path(
    enrolment: Enrolment,
    unit: Unit,
    block: str,
    step: dict[str, Any],
    around: Around | None = None,
) -> None:
    """Append to the path of a scenario, under a lock: two clicks are two steps."""
    progress = UnitProgress.objects.select_for_update().get(
        enrolment=enrolment, unit=unit
    )
    path = progress.notes.setdefault(block, {}).setdefault("path", [])
    before, after = around(path) if around else ([], [])
    path.extend([*before, step, *after])
    progress.save(update_fields=["notes"])


def _counted(enrolment: Enrolment, at: datetime, known: datetime) -> datetime:
    """Return when an edition counts as completed if a device reports its last unit.

    It is never earlier than the end of another of its units.
    """
    if known - at > CLOCK_TRUST:
        return known
    done = enrolment.progress.aggregate(last=Max("finished_at"))
    return max(at, done["last"] or at)


def _complete(event: EnrolmentCompleted) -> bool:
    rows = Enrolment.objects.active().filter(pk=event.enrolment.pk)
    if not rows.update(completed_at=event.at):
        return False
    event.enrolment.completed_at = event.at
    event.send()
    return True


def _demand_in_edition(enrolment: Enrolment, unit: Unit) -> None:
    if not _listed.ask(edition=enrolment.edition_id, unit=unit.pk):
        raise ProgressError(
            _(
                "This lesson is not part of your course. Open the course and go on there."
            )
        )
