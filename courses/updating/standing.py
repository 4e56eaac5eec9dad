"""Which updates of certificates are open on a day, and by when: computed, never stored."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from courses.records.models import Completion
from courses.updating.demanding import DAYS
from courses.updating.models import UpdateDemand, UpdateDone, mark


@dataclass(frozen=True)
class Update:
    """That somebody's pass rests on a text that has changed, and by when she updates it."""

    demand: UpdateDemand
    due_on: date


def open_of(learners: Any, *, on: date) -> dict[int, list[Update]]:
    """Return what is open for ``learners``, ids or a queryset, by completion.

    Three queries at most, however many people.
    """
    rows = Completion.objects.as_of(on).filter(learner__in=learners)
    return open_updates(list(rows), learners, on=on)


def open_updates(
    completions: Sequence[Completion], learners: Any, *, on: date
) -> dict[int, list[Update]]:
    """Return the open updates of each of ``completions`` on ``on``, the earliest first.

    ``completions`` are all that ``learners`` had on the day. An update is done once she
    passed its test, or passed the course by an edition that does not rest on the old
    text. Whoever passed after the change by an edition from before it has 45 days from
    her pass. One query where nothing was changed, else two.
    """
    demands = _demands(completions, on)
    if not demands:
        return {}
    return open_among(completions, demands, _done(learners, demands, on))


def open_among(
    completions: Sequence[Completion],
    demands: dict[int, list[UpdateDemand]],
    done: set[tuple[int, int, str]],
) -> dict[int, list[Update]]:
    """Return the same from what was read already.

    ``demands`` are those of the day, by edition; ``done`` says which changes a learner
    knows of a course, by the mark of the change.
    """
    passes: dict[tuple[int, int], list[Completion]] = defaultdict(list)
    for row in completions:
        passes[row.learner_id, row.course_id].append(row)
    found: dict[int, list[Update]] = {}
    for row in completions:
        same = passes[row.learner_id, row.course_id]
        waits = [
            Update(one, max(one.due_on, row.passed_on + DAYS))
            if row.passed_on > one.starts_on
            else Update(one, one.due_on)
            for one in demands.get(row.edition_id or 0, ())
            if (row.learner_id, row.course_id, one.mark) not in done
            and not _is_overtaken(row, one, same, demands)
        ]
        if waits:
            found[row.pk] = sorted(waits, key=lambda update: update.due_on)
    return found


def first_due(updates: Iterable[Update]) -> date | None:
    """Return by when the first of ``updates`` is to be done."""
    return min((one.due_on for one in updates), default=None)


def _demands(
    completions: Sequence[Completion], on: date
) -> dict[int, list[UpdateDemand]]:
    editions = {row.edition_id for row in completions if row.edition_id}
    if not editions:
        return {}
    rows = UpdateDemand.objects.filter(edition__in=editions, starts_on__lte=on)
    found: dict[int, list[UpdateDemand]] = {}
    for row in rows.select_related(
        "cause__document", "newer__course", "edition__course"
    ):
        found.setdefault(row.edition_id, []).append(row)
    return found


def _done(
    learners: Any, demands: dict[int, list[UpdateDemand]], on: date
) -> set[tuple[int, int, str]]:
    """Return which changes each of ``learners`` knows on ``on``, by course."""
    made = [row for rows in demands.values() for row in rows]
    about = Q(cause__in={row.cause_id for row in made if row.cause_id})
    about |= Q(newer__in={row.newer_id for row in made if row.newer_id})
    rows = UpdateDone.objects.filter(about, learner__in=learners, done_on__lte=on)
    return {
        (learner, course, mark(cause, newer))
        for learner, course, cause, newer in rows.values_list(
            "learner", "course", "cause", "newer"
        )
    }


def _is_overtaken(
    row: Completion,
    demand: UpdateDemand,
    passes: Sequence[Completion],
    demands: dict[int, list[UpdateDemand]],
) -> bool:
    """Tell whether a later pass was by an edition that no longer rests on the old text."""
    return any(
        other.passed_on >= max(row.passed_on, demand.starts_on)
        and other.edition_id is not None
        and demand.mark not in {one.mark for one in demands.get(other.edition_id, ())}
        for other in passes
        if other.pk != row.pk
    )
