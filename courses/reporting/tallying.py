"""How many people stand in which state: at a place, in a post, with a course, on a day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from courses.compliance.standing import Standing, State, standings
from courses.compliance.summary import LATE, Updates
from courses.compliance.summary import updates as updates_of
from courses.models import Course
from courses.reporting.selecting import people_at
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
    """So many passes at a place whose last valid day falls into the month of ``month``."""

    establishment: int
    course: int
    month: date
    number: int


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
    counted: Counter[tuple[int, int, int, State]] = Counter()
    for one in _standings(places, on=on, post=post, course=course):
        held = one.appointment
        assert held is not None  # noqa: S101 — it was asked for
        keys = (held.establishment_id, held.post_id, one.course.pk)
        place, post_held, about = (
            key if name in by else 0 for name, key in zip(BY, keys, strict=True)
        )
        counted[place, post_held, about, one.state] += 1
    return [Count(*key, number) for key, number in sorted(counted.items())]


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
    days = sorted({until, *_month_ends(until, months - 1)})
    wanted = {"by": by, "post": post, "course": course}
    return {day: tally(places, on=day, **wanted) for day in days}  # type: ignore[arg-type]


def forecast_expiries(
    places: Sequence[Establishment], *, on: date, days: int
) -> list[Expiring]:
    """Return how many passes end in the next ``days`` days, ``on`` included, by month.

    Of people who must hold the course on ``on`` and are neither away nor exempt; a pass
    counts at the place where its holder serves on ``on``.
    """
    until = on + timedelta(days=days)
    counted: Counter[tuple[int, int, date]] = Counter()
    for one in _standings(places, on=on):
        held, ends = one.appointment, one.expires_on
        is_asked = one.requirement is not None and one.due_on is not None
        if held and ends and is_asked and on <= ends < until:
            counted[held.establishment_id, one.course.pk, ends.replace(day=1)] += 1
    return [Expiring(*key, number) for key, number in sorted(counted.items())]


def updates(
    places: Sequence[Establishment],
    *,
    on: date,
    post: Post | None = None,
    course: Course | None = None,
) -> Updates:
    """Return how many people at ``places`` wait for the update of a certificate on ``on``."""
    return updates_of(_standings(places, on=on, post=post, course=course))


def late_people(places: Sequence[Establishment], *, on: date) -> int:
    """Return how many people at ``places`` are past the day of a course on ``on``."""
    late = (one for one in _standings(places, on=on) if one.state in LATE)
    return len({one.person.pk for one in late})


def _standings(
    places: Sequence[Establishment],
    *,
    on: date,
    post: Post | None = None,
    course: Course | None = None,
) -> list[Standing]:
    under = Tree(on).under(places)
    there = set(Establishment.objects.filter(under).values_list("pk", flat=True))
    return [
        one
        for one in standings(people_at(list(places), on), on=on)
        if one.appointment is not None
        and one.appointment.establishment_id in there
        and post in {None, one.appointment.post}
        and course in {None, one.course}
    ]


def _month_ends(until: date, number: int) -> list[date]:
    """Return the last days of the ``number`` months before that of ``until``."""
    days: list[date] = []
    first = until.replace(day=1)
    for _month in range(number):
        days.append(first - timedelta(days=1))
        first = days[-1].replace(day=1)
    return days
