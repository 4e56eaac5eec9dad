"""Open updates of certificates on a day, with due days: computed, never stored."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from courses.records.models import Completion
from courses.updates.models import UpdateDemand, UpdateDone, format_change_mark
from courses.updates.update_demands import DAYS


@dataclass(frozen=True)
class OpenUpdate:
    """An update required because a text that the pass rests on has changed."""

    demand: UpdateDemand
    due_on: date


def load_open_updates(learners: Any, *, on: date) -> dict[int, list[OpenUpdate]]:
    """Return the open updates of ``learners``, ids or a queryset, by completion id.

    At most three queries for any number of people.
    """
    rows = Completion.objects.as_of(on).filter(learner__in=learners)
    return build_open_updates(list(rows), learners, on=on)


def load_first_due_dates(learner: int, course: int, *, on: date) -> dict[int, date]:
    """Return the first due day of open updates for passes of one person and course.

    By completion id, only for passes with an update; one query, for use on public
    pages.
    """
    done = UpdateDone.objects.filter(
        Q(cause=OuterRef("demand__cause")) | Q(newer=OuterRef("demand__newer")),
        learner=learner,
        course=course,
        done_on__lte=on,
    )
    demand = FilteredRelation(
        "edition__updates", condition=Q(edition__updates__starts_on__lte=on)
    )
    rows = (
        Completion.objects.as_of(on)
        .filter(learner=learner, course=course)
        .annotate(demand=demand, is_done=Exists(done))
        .order_by("pk", "demand__due_on", "demand")
    )
    passes: dict[int, Completion] = {}
    demands: dict[int, dict[int, UpdateDemand]] = defaultdict(dict)
    known: set[tuple[int, int, str]] = set()
    for row in rows.values_list(
        *("pk", "edition", "passed_on", "is_done", "demand"),
        *(f"demand__{name}" for name in ("cause", "newer", "starts_on", "due_on")),
    ):
        pk, edition, passed_on, is_done, key, cause, newer, starts_on, due_on = row
        passes[pk] = Completion(
            pk=pk,
            learner_id=learner,
            course_id=course,
            edition_id=edition,
            passed_on=passed_on,
        )
        if key is None:
            continue
        demands[edition][key] = one = UpdateDemand(
            pk=key,
            edition_id=edition,
            cause_id=cause,
            newer_id=newer,
            starts_on=starts_on,
            due_on=due_on,
        )
        if is_done:
            known.add((learner, course, one.mark))
    asked = {edition: list(made.values()) for edition, made in demands.items()}
    found = match_open_updates(list(passes.values()), asked, known)
    return {pk: updates[0].due_on for pk, updates in found.items()}


def build_open_updates(
    completions: Sequence[Completion], learners: Any, *, on: date
) -> dict[int, list[OpenUpdate]]:
    """Return the open updates of each of ``completions`` on ``on``, earliest due first.

    ``completions`` are all that ``learners`` had on the day. An update is done once its
    test is passed, or the course is passed in an edition that does not rest on the old
    text. A pass after the change, in an edition from before it, has 45 days from the
    day of passing. One query if nothing has changed, else two.
    """
    demands = _demands(completions, on)
    if not demands:
        return {}
    return match_open_updates(completions, demands, _done(learners, demands, on))


def match_open_updates(
    completions: Sequence[Completion],
    demands: dict[int, list[UpdateDemand]],
    done: set[tuple[int, int, str]],
) -> dict[int, list[OpenUpdate]]:
    """Return the same from data already loaded.

    ``demands`` are those of the day, by edition; ``done`` has the changes each learner
    knows, by learner, course and mark of the change.
    """
    passes: dict[tuple[int, int], list[Completion]] = defaultdict(list)
    for row in completions:
        passes[row.learner_id, row.course_id].append(row)
    found: dict[int, list[OpenUpdate]] = {}
    for row in completions:
        same = passes[row.learner_id, row.course_id]
        waits = [
            OpenUpdate(one, max(one.due_on, row.passed_on + DAYS))
            if row.passed_on > one.starts_on
            else OpenUpdate(one, one.due_on)
            for one in demands.get(row.edition_id or 0, ())
            if (row.learner_id, row.course_id, one.mark) not in done
            and not _is_overtaken(row, one, same, demands)
        ]
        if waits:
            found[row.pk] = sorted(waits, key=lambda update: update.due_on)
    return found


def find_first_due_date(updates: Iterable[OpenUpdate]) -> date | None:
    """Return the earliest due day of ``updates``."""
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
    made = [row for rows in demands.values() for row in rows]
    about = Q(cause__in={row.cause_id for row in made if row.cause_id})
    about |= Q(newer__in={row.newer_id for row in made if row.newer_id})
    rows = UpdateDone.objects.filter(about, learner__in=learners, done_on__lte=on)
    return {
        (learner, course, format_change_mark(cause, newer))
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
    """Return whether a later pass was in an edition that no longer rests on the old text."""
    return any(
        other.passed_on >= max(row.passed_on, demand.starts_on)
        and other.edition_id is not None
        and demand.mark not in {one.mark for one in demands.get(other.edition_id, ())}
        for other in passes
        if other.pk != row.pk
    )
