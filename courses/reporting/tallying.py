"""How many people stand in which state: at a place, in a post, with a course, on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Count as Aggregated
from django.db.models import Min, Q, Sum
from django.db.models.functions import TruncMonth

from courses.compliance.periods.counting import Numbers, count, count_tallied
from courses.compliance.periods.reading import fresh
from courses.compliance.periods.today import stands
from courses.compliance.standing import State
from courses.compliance.summary import LATE, Updates
from courses.models import Course
from elearning.staff.models import Establishment, Post
from elearning.staff.relocating import Tree

#: What numbers can be told apart by, beside the state.
BY = ("establishment", "post", "course")


@dataclass(frozen=True)
class Count:
    """So many standings of one ``state``, by the keys of place, post and course.

    A key that was not asked for is 0.
    """

    establishment: int
    post: int
    course: int
    state: State
    number: int


@dataclass(frozen=True)
class Expiring:
    """So many passes whose last valid day falls into the month of ``month``.

    By the keys of place, course and post; one that was not asked for is 0.
    """

    establishment: int
    course: int
    month: date
    number: int
    post: int = 0


def tally(
    places: Sequence[Establishment],
    *,
    on: date,
    by: Sequence[str] = BY,
    post: Post | None = None,
    course: Course | None = None,
) -> list[Count]:
    """Return how the people at ``places``, and everywhere under them, stood on ``on``.

    ``places`` have the paths they had on that day (``Tree.put_back``). ``by`` names what
    the numbers are told apart by: ask for no more than the page shows, since a whole
    service has thousands of combinations. ``post`` and ``course`` keep one of each.
    """
    fresh()
    return _counts(count(on, by, _where(places, on, post, course)), by)


def tally_months(  # noqa: PLR0913 — which days, told apart by what, of what
    places: Sequence[Establishment],
    *,
    months: int,
    until: date,
    by: Sequence[str] = (),
    post: Post | None = None,
    course: Course | None = None,
) -> dict[date, list[Count]]:
    """Return the same at the end of each of ``months`` months, the last on ``until``.

    The earliest day comes first. ``places`` are those of ``until``: a trend compares what
    is under them now.
    """
    fresh()
    days = [*_month_ends(until, months - 1), until]
    where = _where(places, until, post, course)
    found = count_tallied(days, by, where)
    for day in days:
        if day not in found:
            found[day] = count(day, by, where)
    return {day: _counts(found[day], by) for day in sorted(days)}


def forecast_expiries(
    places: Sequence[Establishment],
    *,
    on: date,
    days: int,
    by: Sequence[str] = ("establishment", "course"),
) -> list[Expiring]:
    """Return how many passes end in the next ``days`` days, ``on`` included, by month.

    Of people who must hold the course on ``on`` and are neither away nor exempt; a pass
    counts at the place where its holder serves on ``on``, told apart by what ``by`` names.
    """
    fresh()
    held = stands(on).filter(
        _where(places, on),
        is_required=True,
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
    return [Expiring(**nowhere | row) for row in rows]


def updates(
    places: Sequence[Establishment],
    *,
    on: date,
    post: Post | None = None,
    course: Course | None = None,
) -> Updates:
    """Return how many people at ``places`` wait for the update of a certificate on ``on``."""
    fresh()
    waiting = stands(on).filter(
        _where(places, on, post, course), update_due_on__isnull=False
    )
    is_late = Q(update_due_on__lt=on) | Q(expires_on=None) | Q(expires_on__lt=on)
    found = waiting.exclude(state__in=(State.PAUSED, State.WAIVED)).aggregate(
        people=Aggregated("learner", distinct=True),
        late=Aggregated("learner", distinct=True, filter=is_late),
        due_on=Min("update_due_on", filter=Q(update_due_on__gte=on)),
        minutes=Sum("update_minutes", default=0),
    )
    return Updates(**found)


def late_people(places: Sequence[Establishment], *, on: date) -> int:
    """Return how many people at ``places`` are past the day of a course on ``on``."""
    fresh()
    late = stands(on).filter(_where(places, on), state__in=LATE)
    return late.values("learner").distinct().count()


def _where(
    places: Sequence[Establishment],
    on: date,
    post: Post | None = None,
    course: Course | None = None,
) -> Q:
    """Return the condition of a stretch or a tally at ``places`` and under them."""
    there = Establishment.objects.filter(Tree(on).under(places)).order_by()
    where = Q(establishment__in=there.values("pk"))
    if post is not None:
        where &= Q(post=post)
    if course is not None:
        where &= Q(course=course)
    return where


def _counts(numbers: Numbers, by: Sequence[str]) -> list[Count]:
    found = []
    for (*keys, state), number in numbers.items():
        told: dict[str, int] = dict(zip(by, keys, strict=True))
        place, post, course = (told.get(name, 0) for name in BY)
        found.append(Count(place, post, course, State(state), number))
    return sorted(found, key=attrgetter("establishment", "post", "course", "state"))


def _month_ends(until: date, number: int) -> list[date]:
    """Return the last days of the ``number`` months before that of ``until``."""
    days: list[date] = []
    first = until.replace(day=1)
    for _month in range(number):
        days.append(first - timedelta(days=1))
        first = days[-1].replace(day=1)
    return days
