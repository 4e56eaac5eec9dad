"""Computation of standing periods: each lasts as long as the standing does not change.

Future states follow from what is known today, so periods are written ahead: valid, due,
in grace, expired, lapsed, each from its day.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from courses.compliance.periods.standing_histories import (
    CourseHistory,
    PersonHistory,
    StandingHistories,
)
from courses.compliance.status import (
    GRACE_DAYS,
    LAPSES_AFTER_DAYS,
    ORDER,
    WINDOW_DAYS,
    CourseStanding,
    StandingState,
    compute_standings,
)
from courses.validity import add_days

#: More than any ordinal of a date.
_DAYS = 4_000_000
_DAY = timedelta(days=1)


class StandingValues(NamedTuple):
    """The values of a period, as in ``StandingPeriod``."""

    establishment_id: int | None
    post_id: int | None
    state: str
    due_on: date | None
    passed_on: date | None
    expires_on: date | None
    update_due_on: date | None
    update_minutes: int
    is_required: bool
    urgency: int


class ComputedPeriod(NamedTuple):
    """The days on which the standing of one person with one course is the same."""

    learner_id: int
    course_id: int
    starts_on: date
    ends_on: date
    stand: StandingValues


def iter_periods(histories: StandingHistories) -> Iterator[ComputedPeriod]:
    """Yield the periods of everybody in ``histories``, from their first day.

    Ordered by person, course and day; the last period of each is open-ended.
    """
    for of in histories.people.values():
        for about in of.courses.values():
            yield from merge_equal_periods(_of_course(histories, of, about))


def merge_equal_periods(
    stretches: Iterable[ComputedPeriod],
) -> Iterator[ComputedPeriod]:
    """Yield ``stretches`` of one person and course, with adjacent equal ones merged."""
    last: ComputedPeriod | None = None
    for one in stretches:
        if last is None:
            last = one
        elif last.stand == one.stand and add_days(last.ends_on, 1) == one.starts_on:
            last = last._replace(ends_on=one.ends_on)
        else:
            yield last
            last = one
    if last is not None:
        yield last


def compute_urgency(state: StandingState, due_on: date | None) -> int:
    """Return the sort key: the state, then the date (as in ``CourseStanding.urgency``)."""
    return ORDER[state] * _DAYS + (due_on or date.max).toordinal()


def _of_course(
    histories: StandingHistories, of: PersonHistory, about: CourseHistory
) -> Iterator[ComputedPeriod]:
    known = sorted(histories.days(of, about))
    if not known:
        return
    day: date | None = max(histories.first[of.person.pk], known[0])
    place = 0
    while day is not None:
        while place < len(known) and known[place] <= day:
            place += 1
        turns = known[place : place + 1]
        found = compute_standings(histories.facts(of, about, day), day)
        if found:
            turns += [turn for turn in _turns(found[0]) if turn > day]
        until = min(turns, default=None)
        if found:
            ends_on = until - _DAY if until else date.max
            yield ComputedPeriod(
                of.person.pk, about.course.pk, day, ends_on, _stand(found[0])
            )
        day = until


def _turns(standing: CourseStanding) -> Iterator[date]:
    """Yield the days on which ``standing`` may change its state by time alone."""
    rule, due_on, held_until = (
        standing.requirement,
        standing.due_on,
        standing.expires_on,
    )
    if due_on is not None:
        yield due_on - timedelta(days=rule.window_days if rule else WINDOW_DAYS)
        yield add_days(due_on, 1)
        yield add_days(due_on, (rule.grace_days if rule else GRACE_DAYS) + 1)
    if held_until is not None:
        yield add_days(held_until, 1)
        yield add_days(held_until, LAPSES_AFTER_DAYS + 1)
    if standing.update_due_on is not None:
        yield add_days(standing.update_due_on, 1)


def _stand(one: CourseStanding) -> StandingValues:
    held = one.appointment
    return StandingValues(
        held.establishment_id if held else None,
        held.post_id if held else None,
        one.state.value,
        one.due_on,
        one.completion.passed_on if one.completion else None,
        one.expires_on,
        one.update_due_on,
        one.update_minutes,
        one.is_required,
        compute_urgency(one.state, one.due_on),
    )
