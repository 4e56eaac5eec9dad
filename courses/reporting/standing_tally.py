"""Counts of standings by state, place, post and course, on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Count as Aggregated
from django.db.models import Min, Q, Sum
from django.db.models.functions import TruncMonth

from courses.compliance.models.standing_period import StandingPeriodQuerySet
from courses.compliance.periods.current_standings import list_periods_on
from courses.compliance.periods.period_lookup import ensure_fresh_periods
from courses.compliance.periods.period_tallies import (
    Numbers,
    count_standings,
    count_standings_on_days,
)
from courses.compliance.standing_summary import LATE, UpdateSummary
from courses.compliance.status import EXCUSED, StandingState
from courses.models import Course
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import Establishment, Post

#: Dimensions for counts, besides the state.
BY = ("establishment", "post", "course")


@dataclass(frozen=True)
class StandingCount:
    """The number of standings of one ``state``, by the ids of place, post and course.

    The id of a dimension that was not requested is 0.
    """

    establishment: int
    post: int
    course: int
    state: StandingState
    number: int


@dataclass(frozen=True)
class ExpiringPasses:
    """The number of passes whose last valid day is in the month of ``month``.

    By the ids of place, course and post; the id of a dimension that was not requested
    is 0.
    """

    establishment: int
    course: int
    month: date
    number: int
    post: int = 0


@dataclass(frozen=True)
class TrainingBacklog:
    """The number of people late with a course, and a summary of pending updates."""

    late: int
    updates: UpdateSummary


def tally_standings(
    places: Sequence[Establishment],
    *,
    on: date,
    by: Sequence[str] = BY,
    post: Post | None = None,
    course: Course | None = None,
) -> list[StandingCount]:
    """Return the counts of standings for ``places`` and all places below them, on ``on``.

    Only standings required by a rule are counted, as everywhere in this module (R17).
    ``places`` have the paths they had on that day (see ``EstablishmentTree``). ``by``
    lists the dimensions: request no more than the page shows, since a whole service has
    thousands of combinations. ``post`` and ``course`` filter by one of each.
    """
    ensure_fresh_periods()
    return _counts(count_standings(on, by, _where(places, on, post, course)), by)


def tally_month_ends(
    places: Sequence[Establishment],
    *,
    months: int,
    before: date,
    by: Sequence[str] = (),
    post: Post | None = None,
    course: Course | None = None,
) -> dict[date, list[StandingCount]]:
    """Return the counts at the ends of the ``months`` months before that of ``before``.

    The earliest day comes first. ``places`` are those of ``before``: a trend compares
    the places that are below them now.
    """
    ensure_fresh_periods()
    days = _month_ends(before, months)
    where = _where(places, before, post, course)
    found = count_standings_on_days(days, by, where)
    return {day: _counts(found[day], by) for day in days}


def forecast_expiries(
    places: Sequence[Establishment],
    *,
    on: date,
    days: int,
    by: Sequence[str] = ("establishment", "course"),
) -> list[ExpiringPasses]:
    """Return the number of passes that expire in ``days`` days from ``on``, by month.

    Only people who must hold the course on ``on`` and are neither away nor exempt are
    counted, at the place where they serve on ``on``, by the dimensions ``by``.
    """
    ensure_fresh_periods()
    held = _asked(on).filter(
        _where(places, on),
        due_on__isnull=False,
        expires_on__gte=on,
        expires_on__lt=on + timedelta(days=days),
    )
    rows: Any = (
        held.annotate(month=TruncMonth("expires_on"))
        .values(*by, "month")
        .annotate(number=Aggregated("pk"))
        .order_by(*by, "month")
    )
    nowhere = dict.fromkeys(BY, 0)
    return [ExpiringPasses(**nowhere | row) for row in rows]


def count_backlog(
    places: Sequence[Establishment],
    *,
    on: date,
    post: Post | None = None,
    course: Course | None = None,
) -> TrainingBacklog:
    """Return the number of people at ``places`` who are late or have updates on ``on``."""
    ensure_fresh_periods()
    is_late = Q(state__in=LATE)
    waits = Q(update_due_on__isnull=False) & ~Q(state__in=EXCUSED)
    is_over = Q(update_due_on__lt=on) | Q(expires_on=None) | Q(expires_on__lt=on)
    asked = _asked(on).filter(_where(places, on, post, course)).filter(is_late | waits)
    found = asked.aggregate(
        late=Aggregated("learner", distinct=True, filter=is_late),
        people=Aggregated("learner", distinct=True, filter=waits),
        over=Aggregated("learner", distinct=True, filter=waits & is_over),
        due_on=Min("update_due_on", filter=waits & Q(update_due_on__gte=on)),
        minutes=Sum("update_minutes", default=0, filter=waits),
    )
    updates = UpdateSummary(
        found["people"], found["over"], found["due_on"], found["minutes"]
    )
    return TrainingBacklog(found["late"], updates)


def _asked(on: date) -> StandingPeriodQuerySet:
    return list_periods_on(on).required()


def _where(
    places: Sequence[Establishment],
    on: date,
    post: Post | None = None,
    course: Course | None = None,
) -> Q:
    there = Establishment.objects.filter(EstablishmentTree(on).under(places)).order_by()
    where = Q(establishment__in=there.values("pk"))
    if post is not None:
        where &= Q(post=post)
    if course is not None:
        where &= Q(course=course)
    return where


def _counts(numbers: Numbers, by: Sequence[str]) -> list[StandingCount]:
    found = []
    for (*keys, state), number in numbers.items():
        told: dict[str, int] = dict(zip(by, keys, strict=True))
        place, post, course = (told.get(name, 0) for name in BY)
        found.append(StandingCount(place, post, course, StandingState(state), number))
    return sorted(found, key=attrgetter("establishment", "post", "course", "state"))


def _month_ends(before: date, number: int) -> list[date]:
    days: list[date] = []
    first = before.replace(day=1)
    for _month in range(number):
        days.append(first - timedelta(days=1))
        first = days[-1].replace(day=1)
    return days[::-1]
