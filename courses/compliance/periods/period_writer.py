"""Bulk writing of standing periods; unchanged rows are left alone."""

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
#: From this number of rows, PostgreSQL gets a COPY stream instead of INSERT statements.
_MANY = 500
#: The maximum number of keys in one statement.
_MOST = 10_000


def replace_periods(
    first: Mapping[int, date], stretches: Iterable[ComputedPeriod]
) -> int:
    """Replace the periods of people from their ``first`` day on by ``stretches``.

    ``first`` is by id of the person. Earlier periods are kept, cut off at that day if
    necessary; equal periods before and after are merged. Returns the number of new
    rows. The number of queries does not depend on the number of people.
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
    """Yield the periods that overlap or touch those to replace, each with its id."""
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
