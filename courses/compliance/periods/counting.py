"""Count standings of a day by state, in the database.

A day is counted from the newest tally before it, plus the stretches that began since and
minus those that ended. So what is kept of a day never changes, and today needs nothing
done to it: without any tally the stretches themselves are counted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from courses.compliance.models import Recount, StandingPeriod, TalliedDay, Tally

#: A number by the values of what it was asked for, the state last.
Numbers = Counter[tuple[Any, ...]]

#: From a tally older than that as much is to be added as to be counted.
_NEAR = timedelta(days=40)
#: So many ends of months are kept for trends, from the last one back.
_MONTHS = 13
_DAY = timedelta(days=1)


def count(on: date, by: Sequence[str], where: Q) -> Numbers:
    """Return how many standings of ``on`` are in each state, by the fields ``by``.

    ``where`` is about the establishment, the post and the course.
    """
    days = TalliedDay.objects.filter(on__lte=on, on__gte=on - _NEAR)
    newest = days.order_by("on").values_list("on", flat=True).last()
    if newest is None:
        return _stretches(StandingPeriod.objects.on(on).filter(where), by)
    numbers = _tallies([newest], by, where)[newest]
    if newest < on:
        rows = StandingPeriod.objects.filter(where)
        begun = rows.filter(starts_on__gt=newest, starts_on__lte=on)
        ended = rows.filter(ends_on__gte=newest, ends_on__lt=on)
        numbers.update(_stretches(begun, by))
        numbers.subtract(_stretches(ended, by))
    return +numbers


def count_tallied(
    days: Iterable[date], by: Sequence[str], where: Q
) -> dict[date, Numbers]:
    """Return the same of those of ``days`` that were tallied; one query for all."""
    kept = TalliedDay.objects.filter(on__in=list(days))
    return _tallies(kept.order_by("on").values_list("on", flat=True), by, where)


def keep_tallies(today: date) -> int:
    """Tally yesterday and the last ends of months where it was not done; return how many.

    Not while somebody waits about whom facts of those days have changed. Other days are
    thrown away. Safe to repeat, and beside others.
    """
    wanted = [today - _DAY, *_ends_of_months(today)]
    made = 0
    for day in sorted(wanted):
        with transaction.atomic():
            _alone()
            is_done = TalliedDay.objects.filter(on=day).exists()
            if is_done or Recount.objects.filter(since__lte=day).exists():
                continue
            _keep(day)
            made += 1
    old = Q(on__lt=today) & ~Q(on__in=wanted)
    kept = TalliedDay.objects.filter(old).values_list("on", flat=True)
    gone = [day for day in kept if not _is_end(day)]
    Tally.objects.filter(on__in=gone).delete()
    TalliedDay.objects.filter(on__in=gone).delete()
    return made


def forget_tallies(since: date) -> None:
    """Throw away the tallies of ``since`` and later: what they say may be wrong now.

    In the transaction that writes what is right.
    """
    if since < timezone.localdate():
        _alone()
        Tally.objects.filter(on__gte=since).delete()
        TalliedDay.objects.filter(on__gte=since).delete()


def _keep(day: date) -> None:
    TalliedDay.objects.create(on=day)
    fields = ("establishment", "post", "course")
    there = StandingPeriod.objects.on(day).filter(establishment__isnull=False)
    keys = ("establishment_id", "post_id", "course_id", "state", "number")
    rows = there.values_list(*fields, "state").annotate(number=Count("pk")).order_by()
    made = (dict(zip(keys, row, strict=True)) for row in rows.iterator(10_000))
    Tally.objects.bulk_create(
        (Tally(on=day, count=one.pop("number"), **one) for one in made),
        batch_size=10_000,
    )


def _tallies(days: Iterable[date], by: Sequence[str], where: Q) -> dict[date, Numbers]:
    numbers: dict[date, Numbers] = {day: Counter() for day in days}
    rows: Any = Tally.objects.filter(where, on__in=list(numbers))
    grouped = rows.values_list("on", *by, "state").annotate(number=Sum("count"))
    for on, *key, number in grouped.order_by():
        numbers[on][tuple(key)] = number
    return numbers


def _stretches(rows: Any, by: Sequence[str]) -> Numbers:
    grouped = rows.filter(establishment__isnull=False).values_list(*by, "state")
    return Counter(
        {
            tuple(key): number
            for *key, number in grouped.annotate(number=Count("pk")).order_by()
        }
    )


def _ends_of_months(today: date) -> list[date]:
    days: list[date] = []
    first = today.replace(day=1)
    for _month in range(_MONTHS):
        days.append(first - _DAY)
        first = days[-1].replace(day=1)
    return days


def _is_end(day: date) -> bool:
    return (day + _DAY).day == 1


def _alone() -> None:
    """Wait until nobody else writes tallies, and let nobody until the transaction ends.

    On SQLite a transaction is alone from its beginning.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(TalliedDay._meta.db_table)  # noqa: SLF001
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
