"""Ask that people be reckoned anew, because a fact about them has changed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateField, DateTimeField, QuerySet, Value
from django.utils import timezone

from courses.compliance.models import Recount
from elearning.staff.models import StaffMember

#: Before this day there are no records of anybody.
EARLIEST = date(2000, 1, 1)


def request_period_rebuild(people: Any, *, since: date | None = None) -> None:
    """Ask that the standings of ``people``, a queryset of ``StaffMember``, be spread anew.

    From ``since`` on, the first day of which a report hears of the change; today, unless
    it is told. In the transaction that changed the facts; one query, however many people.
    Asking twice is harmless. What is asked about a day to come is asked of today.
    """
    _insert(people.order_by().values_list("pk"), since)


def request_rebuild_by_rows(
    rows: QuerySet[Any], learner: str, *, since: date | None = None
) -> None:
    """Ask the same of everybody whom ``rows`` name as their ``learner``."""
    _insert(rows.order_by().values_list(learner), since)


def request_rebuild_for_person(learner: int, *, since: date | None = None) -> None:
    """Ask the same of the person with the key ``learner``."""
    Recount.objects.create(
        learner_id=learner, since=_first_day(since), asked_at=timezone.now()
    )


def request_rebuild_for_each(asked: Iterable[tuple[int, date]]) -> None:
    """Ask the same of several people by key, of each from her own day on; one query."""
    now = timezone.now()
    Recount.objects.bulk_create(
        Recount(learner_id=learner, since=_first_day(since), asked_at=now)
        for learner, since in asked
    )


def request_full_rebuild(since: date = EARLIEST) -> None:
    """Ask that everybody be spread anew from ``since`` on: the whole history."""
    request_period_rebuild(StaffMember.objects.all(), since=since)


def _insert(keys: QuerySet[Any, Any], since: date | None) -> None:
    chosen = keys.annotate(
        since=Value(_first_day(since), DateField()),
        asked_at=Value(timezone.now(), DateTimeField()),
    ).distinct()
    try:
        select, values = chosen.query.sql_with_params()
    except EmptyResultSet:  # as of an empty list of keys
        return
    table = connection.ops.quote_name(Recount._meta.db_table)
    into = f"INSERT INTO {table} (learner_id, since, asked_at) {select}"
    with connection.cursor() as cursor:
        cursor.execute(into, values)


def _first_day(since: date | None) -> date:
    today = timezone.localdate()
    return today if since is None else min(since, today)
