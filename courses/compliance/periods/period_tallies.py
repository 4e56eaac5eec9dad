"""Count required standings of a day by state, in the database.

A day is counted from the nearest tally, and from the stretches that began or ended between
the two. So what is kept of a day never changes, and today needs nothing done to it: without
any tally the stretches themselves are counted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, IntegerField, Min, Q, QuerySet, Sum, Value
from django.utils import timezone

from courses.compliance.models import Recount, StandingPeriod, TalliedDay, Tally
from courses.compliance.models.standing_period import StandingPeriodQuerySet
from courses.compliance.status import StandingState
from elearning.table_locks import lock_table

#: A number by the values of what it was asked for, the state last.
Numbers = Counter[tuple[Any, ...]]

#: The column of a tally in which each state of what is required is counted.
COLUMN = {
    state: state.name.lower()
    for state in StandingState
    if state != StandingState.NOT_REQUIRED
}
_KEYS = ("establishment_id", "post_id", "course_id")
#: From a tally further away than that as much is to be added as to be counted.
_NEAR = timedelta(days=100)
#: So many ends of months are kept for trends, from the last one back.
_MONTHS = 13
_QUARTER = 3
_DAY = timedelta(days=1)


def count_standings(on: date, by: Sequence[str], where: Q) -> Numbers:
    """Return how many standings of ``on`` are in each state, by the fields ``by``.

    Of what a rule asks and nothing else. ``where`` is about the establishment, the post
    and the course.
    """
    tallied = _nearest(on)
    if tallied is None:
        return _summed(_grouped(_there(on).filter(where), by))
    numbers = _tallies([tallied], by, where)[tallied]
    if tallied != on:
        begun, ended = _between(min(tallied, on), max(tallied, on))
        more, fewer = (begun, ended) if tallied < on else (ended, begun)
        parts = [
            _grouped(more.filter(where), by),
            _grouped(fewer.filter(where), by, -1),
        ]
        numbers.update(_summed(parts[0].union(parts[1], all=True)))
    return +numbers


def count_tallied_days(
    days: Iterable[date], by: Sequence[str], where: Q
) -> dict[date, Numbers]:
    """Return the same of those of ``days`` that were tallied; one query for all."""
    kept = TalliedDay.objects.filter(on__in=list(days))
    return _tallies(kept.order_by("on").values_list("on", flat=True), by, where)


def update_tallies(today: date) -> int:
    """Tally yesterday and the ends of months or quarters not done yet; return how many.

    Not while somebody waits about whom facts of those days have changed. Other days are
    thrown away. Safe to repeat, and beside others.
    """
    wanted = {today - _DAY, *_ends(today)}
    kept = set(TalliedDay.objects.values_list("on", flat=True))
    made = 0
    for day in sorted(wanted - kept):
        with transaction.atomic():
            lock_table(TalliedDay)
            is_done = TalliedDay.objects.filter(on=day).exists()
            if is_done or Recount.objects.filter(since__lte=day).exists():
                continue
            _keep(day)
            made += 1
    gone = {day for day in kept - wanted if day < today}
    if gone:
        Tally.objects.filter(on__in=gone).delete()
        TalliedDay.objects.filter(on__in=gone).delete()
    return made


def discard_tallies(since: date) -> None:
    """Throw away the tallies of ``since`` and later: what they say may be wrong now.

    In the transaction that writes what is right.
    """
    if since < timezone.localdate():
        lock_table(TalliedDay)
        Tally.objects.filter(on__gte=since).delete()
        TalliedDay.objects.filter(on__gte=since).delete()


def _nearest(on: date) -> date | None:
    """Return the tallied day that is nearest to ``on``, if one is near."""
    days = TalliedDay.objects.filter(on__gte=on - _NEAR, on__lte=on + _NEAR)
    return min(
        days.order_by("on").values_list("on", flat=True),
        key=lambda day: abs(day - on),
        default=None,
    )


def _between(first: date, last: date) -> tuple[Any, Any]:
    """Return the stretches of ``last`` that began, and those of ``first`` that ended."""
    rows = _counting()
    begun = rows.filter(starts_on__gt=first, starts_on__lte=last)
    ended = rows.filter(ends_on__gte=first, ends_on__lt=last)
    return begun, ended


def _keep(day: date) -> None:
    """Tally ``day`` in the database: no row comes here, however many people there are."""
    tallied = _nearest(day)
    if tallied is None:
        parts = [_counted(_there(day), +1)]
    else:
        begun, ended = _between(min(tallied, day), max(tallied, day))
        sign = 1 if tallied < day else -1
        kept = Tally.objects.filter(on=tallied).values_list(*_KEYS, *COLUMN.values())
        parts = [kept.order_by(), _counted(begun, sign), _counted(ended, -sign)]
    TalliedDay.objects.create(on=day)
    first, *others = parts
    sums = first.union(*others, all=True) if others else first
    select, values = sums.query.sql_with_params()
    name = connection.ops.quote_name
    keys, columns = ", ".join(_KEYS), list(COLUMN.values())
    into = ", ".join(columns)
    added = ", ".join(f"SUM({column})" for column in columns)
    any_left = " + ".join(f"SUM({column})" for column in columns)
    table = name(Tally._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({name('on')}, {keys}, {into}) "  # noqa: S608 — names only
            f"SELECT %s, {keys}, {added} FROM ({select}) AS parts "
            f"GROUP BY {keys} HAVING {any_left} > 0",
            [day, *values],
        )


def _counting() -> StandingPeriodQuerySet:
    """Return the stretches that a number is made of."""
    return StandingPeriod.objects.required().filter(establishment__isnull=False)


def _there(day: date) -> StandingPeriodQuerySet:
    return _counting().on(day)


def _counted(rows: QuerySet[StandingPeriod], sign: int) -> Any:
    """Return ``rows`` counted by place, post and course, a column for each state."""
    columns = {
        column: Value(sign, IntegerField())
        * Count("establishment", filter=Q(state=state))
        for state, column in COLUMN.items()
    }
    return rows.order_by().values_list(*_KEYS).annotate(**columns)


def _tallies(days: Iterable[date], by: Sequence[str], where: Q) -> dict[date, Numbers]:
    numbers: dict[date, Numbers] = {day: Counter() for day in days}
    rows: Any = Tally.objects.filter(where, on__in=list(numbers)).order_by()
    sums = {f"sum_{column}": Sum(column) for column in COLUMN.values()}
    keys = len(by)
    for on, *row in rows.values_list("on", *by).annotate(**sums):
        told = numbers[on]
        key = tuple(row[:keys])
        for state, number in zip(COLUMN, row[keys:], strict=True):
            if number:
                told[*key, state.value] = number
    return numbers


def _grouped(rows: Any, by: Sequence[str], sign: int = 1) -> Any:
    """Return ``rows`` counted by the fields ``by`` and the state, for ``_summed``."""
    number = Value(sign, IntegerField()) * Count("*")
    return rows.order_by().values_list(*by, "state").annotate(number=number)


def _summed(rows: Any) -> Numbers:
    numbers: Numbers = Counter()
    for *key, number in rows:
        numbers[tuple(key)] += number
    return numbers


def _ends(today: date) -> list[date]:
    """Return the days that are tallied, up to the last end of a month.

    Those of a year by months, for trends; earlier ones by quarters, back to the first day
    on which a course was required of anybody.
    """
    first = _counting().aggregate(day=Min("starts_on"))["day"] or today
    days: list[date] = []
    day = today.replace(day=1) - _DAY
    while day >= first:
        if len(days) < _MONTHS or day.month % _QUARTER == 0:
            days.append(day)
        day = day.replace(day=1) - _DAY
    return days
