"""Requests to rebuild the standing periods of people whose facts have changed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateField, DateTimeField, QuerySet, Value
from django.utils import timezone

from courses.compliance.models import Recount
from elearning.staff.models import StaffMember

#: No records exist from before this day.
EARLIEST = date(2000, 1, 1)


def request_period_rebuild(people: Any, *, since: date | None = None) -> None:
    """Request to rebuild the periods of ``people``, a queryset of ``StaffMember``.

    ``since`` is the first day whose standings the change affects; default, and latest,
    is today. Call it in the transaction that changes the facts; one query for any
    number of people. Repeating is harmless.
    """
    _insert(people.order_by().values_list("pk"), since)


def request_rebuild_by_rows(
    rows: QuerySet[Any], learner: str, *, since: date | None = None
) -> None:
    """Request a rebuild for everybody in the column ``learner`` of ``rows``."""
    _insert(rows.order_by().values_list(learner), since)


def request_rebuild_for_person(learner: int, *, since: date | None = None) -> None:
    """Request a rebuild for the person with the id ``learner``."""
    Recount.objects.create(
        learner_id=learner, since=_first_day(since), asked_at=timezone.now()
    )


def request_rebuild_for_each(asked: Iterable[tuple[int, date]]) -> None:
    """Request rebuilds for several people by id, each since their own day; one query."""
    now = timezone.now()
    Recount.objects.bulk_create(
        Recount(learner_id=learner, since=_first_day(since), asked_at=now)
        for learner, since in asked
    )


def request_full_rebuild(since: date = EARLIEST) -> None:
    """Request a rebuild for everybody since ``since``: by default the whole history."""
    request_period_rebuild(StaffMember.objects.all(), since=since)


def _insert(keys: QuerySet[Any, Any], since: date | None) -> None:
    chosen = keys.annotate(
        since=Value(_first_day(since), DateField()),
        asked_at=Value(timezone.now(), DateTimeField()),
    ).distinct()
    try:
        select, values = chosen.query.sql_with_params()
    except EmptyResultSet:  # for example, of an empty list of keys
        return
    table = connection.ops.quote_name(Recount._meta.db_table)
    into = f"INSERT INTO {table} (learner_id, since, asked_at) {select}"
    with connection.cursor() as cursor:
        cursor.execute(into, values)


def _first_day(since: date | None) -> date:
    today = timezone.localdate()
    return today if since is None else min(since, today)
