"""Counts of required standings by state on a day, computed in the database.

A day is counted from the nearest tally and the periods that began or ended in between.
A stored tally therefore never changes, and today needs no preparation; without any
tally, the periods themselves are counted.
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

#: Numbers by the values of the requested fields, with the state last.
Numbers = Counter[tuple[Any, ...]]

#: The column of a tally for each state of required standings.
COLUMN = {
    state: state.name.lower()
    for state in StandingState
    if state != StandingState.NOT_REQUIRED
}
_KEYS = ("establishment_id", "post_id", "course_id")
#: Beyond this distance, adding changes takes as long as counting.
_NEAR = timedelta(days=100)
#: The number of month ends kept for trends.
_MONTHS = 13
_QUARTER = 3
_DAY = timedelta(days=1)


def count_standings(on: date, by: Sequence[str], where: Q) -> Numbers:
    """Return the number of required standings in each state on ``on``, by the fields ``by``.

    ``where`` is a condition on establishment, post and course.
    """
    return _count_from(_nearest(on, _list_tallied_days()), on, by, where)


def count_standings_on_days(
    days: Sequence[date], by: Sequence[str], where: Q
) -> dict[date, Numbers]:
    """Return the same for each of ``days``; one query for all that have a tally."""
    tallied = _list_tallied_days()
    found = _tallies([day for day in days if day in tallied], by, where)
    for day in days:
        if day not in found:
            found[day] = _count_from(_nearest(day, tallied), day, by, where)
    return found


def update_tallies(today: date) -> int:
    """Tally yesterday and missing ends of months or quarters; return the number of tallies.

    A day is skipped while rebuilds that affect it are waiting. Tallies of other days
    are deleted. Safe to repeat, and to run concurrently.
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
    """Delete the tallies from ``since``, which may be wrong after a change.

    Call it in the transaction that writes the change.
    """
    if since < timezone.localdate():
        lock_table(TalliedDay)
        Tally.objects.filter(on__gte=since).delete()
        TalliedDay.objects.filter(on__gte=since).delete()


def _count_from(tallied: date | None, on: date, by: Sequence[str], where: Q) -> Numbers:
    """Count ``on`` from the tally of ``tallied``, or from the periods themselves."""
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


def _list_tallied_days() -> list[date]:
    return list(TalliedDay.objects.order_by("on").values_list("on", flat=True))


def _nearest(on: date, days: Iterable[date]) -> date | None:
    """Return the one of ``days`` nearest to ``on``, if there is one within ``_NEAR``."""
    near = [day for day in days if abs(day - on) <= _NEAR]
    return min(near, key=lambda day: abs(day - on), default=None)


def _between(first: date, last: date) -> tuple[Any, Any]:
    """Return the periods that began after ``first``, and those that ended before ``last``."""
    rows = _counting()
    begun = rows.filter(starts_on__gt=first, starts_on__lte=last)
    ended = rows.filter(ends_on__gte=first, ends_on__lt=last)
    return begun, ended


def _keep(day: date) -> None:
    """Tally ``day`` inside the database: no rows are loaded."""
    tallied = _nearest(day, _list_tallied_days())
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
    return StandingPeriod.objects.required().filter(establishment__isnull=False)


def _there(day: date) -> StandingPeriodQuerySet:
    return _counting().on(day)


def _counted(rows: QuerySet[StandingPeriod], sign: int) -> Any:
    """Return ``rows`` counted by place, post and course, with a column for each state."""
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
    """Return the days to tally, back from the last end of a month.

    These are the month ends of a year, for trends, and before them the ends of
    quarters, back to the first day on which a course was required of anybody.
    """
    first = _counting().aggregate(day=Min("starts_on"))["day"] or today
    days: list[date] = []
    day = today.replace(day=1) - _DAY
    while day >= first:
        if len(days) < _MONTHS or day.month % _QUARTER == 0:
            days.append(day)
        day = day.replace(day=1) - _DAY
    return days
