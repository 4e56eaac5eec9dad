"""Comparison of standing periods with the facts of a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.compliance.models import StandingPeriod
from courses.compliance.status import list_standings


@dataclass(frozen=True)
class PeriodDifference:
    """A difference for one person and course, by number and code: stored and correct values."""

    person: str
    course: str
    kept: str
    right: str


def iter_period_differences(people: Any, on: date) -> Iterator[PeriodDifference]:
    """Yield the differences between periods and facts about ``people`` on ``on``."""
    kept = dict(_kept(people, on))
    right = dict(_right(people, on))
    for key in sorted(kept.keys() | right.keys()):
        if kept.get(key) != right.get(key):
            yield PeriodDifference(*key, _said(kept.get(key)), _said(right.get(key)))


def _kept(people: Any, on: date) -> Iterator[tuple[tuple[str, str], tuple[Any, ...]]]:
    rows = StandingPeriod.objects.on(on).filter(
        learner__in=people.order_by().values("pk")
    )
    for number, code, *says in rows.values_list(
        "learner__staff_number",
        "course__code",
        "state",
        "due_on",
        "expires_on",
        "update_due_on",
        "establishment",
        "post",
    ):
        yield (number, code), tuple(says)


def _right(people: Any, on: date) -> Iterator[tuple[tuple[str, str], tuple[Any, ...]]]:
    for one in list_standings(people, on=on):
        held = one.appointment
        says = (one.state.value, one.due_on, one.expires_on, one.update_due_on)
        where = (held.establishment_id, held.post_id) if held else (None, None)
        yield (one.person.staff_number, one.course.code), (*says, *where)


def _said(says: tuple[Any, ...] | None) -> str:
    return "nothing" if says is None else ", ".join(str(one or "–") for one in says)
