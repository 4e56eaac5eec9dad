"""Write stretches of standings, however many, and leave alone what stays the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import batched
from typing import Any

from django.db import connection

from courses.compliance.models import StandingPeriod
from courses.compliance.periods.period_builder import (
    ComputedPeriod,
    StandingValues,
    merge_equal_periods,
)

_FIELDS = ("learner_id", "course_id", "starts_on", "ends_on", *StandingValues._fields)
#: From so many rows on PostgreSQL is handed a stream instead of statements.
_MANY = 500
#: So many keys go into one statement.
_MOST = 10_000


def replace_periods(
    first: Mapping[int, date], stretches: Iterable[ComputedPeriod]
) -> int:
    """Put ``stretches`` in the place of what people have from their ``first`` day on.

    That is by the key of the person. What was before that day stays, cut off where it
    must be; a stretch that says the same before and after is one. Return how many rows
    are new. The number of queries does not depend on the number of people.
    """
    there = dict(_there(first))
    wanted: dict[tuple[int, int], list[ComputedPeriod]] = defaultdict(list)
    for one in there:
        since = first[one.learner_id]
        if one.starts_on < since:
            kept = one._replace(ends_on=min(one.ends_on, _before(since)))
            wanted[one.learner_id, one.course_id].append(kept)
    for one in stretches:
        wanted[one.learner_id, one.course_id].append(one)
    right = [one for some in wanted.values() for one in merge_equal_periods(some)]
    new = [one for one in right if there.pop(one, None) is None]
    for some_keys in batched(there.values(), _MOST, strict=False):
        StandingPeriod.objects.filter(pk__in=some_keys).delete()
    _insert(new)
    return len(new)


def _there(first: Mapping[int, date]) -> Iterator[tuple[ComputedPeriod, int]]:
    """Yield the stretches that touch what is to be replaced, each with its key."""
    earliest = _before(min(first.values()))
    rows = StandingPeriod.objects.filter(learner__in=list(first), ends_on__gte=earliest)
    chosen: Any = rows.order_by("starts_on").values_list("pk", *_FIELDS)
    for pk, learner, course, starts_on, ends_on, *stand in chosen:
        one = ComputedPeriod(
            learner, course, starts_on, ends_on, StandingValues(*stand)
        )
        if one.ends_on >= _before(first[one.learner_id]):
            yield one, pk


def _insert(stretches: list[ComputedPeriod]) -> None:
    if connection.vendor == "postgresql" and len(stretches) >= _MANY:
        _copy(stretches)
        return
    StandingPeriod.objects.bulk_create(
        (
            StandingPeriod(**dict(zip(_FIELDS, _values(one), strict=True)))
            for one in stretches
        ),
        batch_size=1000,
    )


def _copy(stretches: list[ComputedPeriod]) -> None:
    table = connection.ops.quote_name(StandingPeriod._meta.db_table)
    with connection.cursor() as cursor:
        into = f"COPY {table} ({', '.join(_FIELDS)}) FROM STDIN"
        with cursor.copy(into) as stream:
            for one in stretches:
                stream.write_row(_values(one))


def _before(day: date) -> date:
    return day if day == date.min else date.fromordinal(day.toordinal() - 1)


def _values(one: ComputedPeriod) -> tuple[Any, ...]:
    return (*one[:4], *one.stand)
