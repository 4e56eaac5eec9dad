"""Progress of learners through their editions."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.errors import ProgressError
from courses.models import EditionEntry, Enrolment, Unit, UnitProgress, UnitVersion
from courses.signals import (
    enrolment_completed,
    scenario_decided,
    self_check_answered,
    unit_finished,
    unit_finished_again,
    unit_started,
)
from courses.transactions import unit_of_work
from elearning.prepared_queries import PreparedQuery, QueryParameter

#: How far the clock of a device is trusted about the end of a course: a shift of a day
#: and a night at a post without a network. Setting the clock back gains no more than
#: this.
CLOCK_TRUST = timedelta(hours=24)

type _Path = list[dict[str, Any]]
#: Returns, for the path of a scenario, the steps to add before and after a new step.
type Around = Callable[[_Path], tuple[_Path, _Path]]


def start_unit(
    enrolment: Enrolment, unit: Unit, *, language: str, at: datetime | None = None
) -> UnitProgress:
    """Record that the learner opened ``unit``; the first time, send ``unit_started``.

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
            unit_started.send(
                Unit, enrolment=enrolment, unit=unit, language=language, at=now
            )
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


def record_self_check_answer(  # noqa: PLR0913 — the question and its answer
    enrolment: Enrolment,
    unit: Unit,
    block: str,
    given: Any,
    *,
    correct: bool,
    score: float,
    interaction: str,
    response: str,
    language: str,
    cites: Sequence[str] = (),
    at: datetime | None = None,
) -> None:
    """Record an answer to the self-check ``block`` and send ``self_check_answered``.

    The answer with the latest ``at`` counts: one that a device sends late does not
    replace a newer one. ``given`` has the format of the question type; ``interaction``
    and ``response`` are its xAPI form. Joins the caller’s transaction.
    """
    now = at or timezone.now()
    with transaction.atomic(savepoint=False):
        answer = {"given": given, "correct": correct, "at": _written(now)}
        _note_answer(enrolment, unit, block, answer)
        self_check_answered.send(
            Unit,
            enrolment=enrolment,
            unit=unit,
            block=block,
            interaction=interaction,
            response=response,
            correct=correct,
            score=score,
            cites=list(cites),
            language=language,
            at=now,
        )


def record_scenario_choice(  # noqa: PLR0913 — the choice, its target and its score
    enrolment: Enrolment,
    unit: Unit,
    block: str,
    choice: str,
    *,
    node: str,
    score: int,
    correct: bool | None,
    language: str,
    cites: Sequence[str] = (),
    at: datetime | None = None,
    around: Around | None = None,
) -> None:
    """Add ``choice``, which leads to ``node``, to the path and send ``scenario_decided``.

    ``cites`` are the provisions that the choice is judged by. ``around`` returns, for
    the path so far, the steps to add before and after the new one. Joins the caller’s
    transaction.
    """
    now = at or timezone.now()
    with transaction.atomic(savepoint=False):
        step = {"choice": choice, "node": node, "score": score, "at": _written(now)}
        _add_to_path(enrolment, unit, block, step, around)
        scenario_decided.send(
            Unit,
            enrolment=enrolment,
            unit=unit,
            block=block,
            choice=choice,
            node=node,
            correct=correct,
            score=score,
            cites=list(cites),
            language=language,
            at=now,
        )


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

    Finishing twice is harmless and only sends ``unit_finished_again``. The last unit
    sets ``completed_at`` and sends ``enrolment_completed`` in the same transaction.

    ``score`` is the share of right answers (0–1) if the unit is an exam.
    ``recorded_at`` is when the platform learned of it, if later than ``at``.
    ``by_device`` means that ``at`` comes from the clock of a device: the edition then
    counts as completed at ``at`` if that was recorded within ``CLOCK_TRUST``, else at
    ``recorded_at``.

    Raises ``ProgressError`` for a unit outside the learner’s edition.
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
            unit_finished.send(
                Unit,
                enrolment=enrolment,
                unit=unit,
                language=language,
                at=now,
                seconds=int((now - progress.started_at).total_seconds()),
                done=len(steps) - len(missing),
                steps=len(steps),
            )
        else:
            unit_finished_again.send(Unit, enrolment=enrolment, unit=unit, at=now)
        if missing:
            return False
        known = recorded_at or now
        return _complete(
            enrolment,
            language=language,
            at=_counted(enrolment, now, known) if by_device else now,
            score=score,
            recorded_at=known,
            device_at=now if by_device else None,
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


def _unfinished_lessons() -> QuerySet[Unit]:
    enrolment = QueryParameter("enrolment", UnitProgress, "enrolment")
    done = UnitProgress.objects.filter(enrolment=enrolment, finished_at__isnull=False)
    lessons = Unit.objects.filter(
        kind=Unit.Kind.LESSON,
        versions__entries__edition=QueryParameter("edition", EditionEntry, "edition"),
    )
    missing = lessons.exclude(pk__in=done.values("unit"))
    return missing.order_by("versions__entries__position")


def _entry() -> QuerySet[EditionEntry]:
    return EditionEntry.objects.filter(
        edition=QueryParameter("edition", EditionEntry, "edition"),
        version__unit=QueryParameter("unit", UnitVersion, "unit"),
    )


_missing = PreparedQuery(_unfinished_lessons)
_listed = PreparedQuery(_entry)


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


def _complete(
    enrolment: Enrolment,
    *,
    language: str,
    at: datetime,
    score: float | None,
    recorded_at: datetime,
    device_at: datetime | None,
) -> bool:
    if not Enrolment.objects.active().filter(pk=enrolment.pk).update(completed_at=at):
        return False
    enrolment.completed_at = at
    enrolment_completed.send(
        Enrolment,
        enrolment=enrolment,
        at=at,
        score=score,
        language=language,
        recorded_at=recorded_at,
        device_at=device_at,
    )
    return True


def _demand_in_edition(enrolment: Enrolment, unit: Unit) -> None:
    if not _listed.ask(edition=enrolment.edition_id, unit=unit.pk):
        raise ProgressError(
            _(
                "This lesson is not part of your course. Open the course and go on there."
            )
        )
