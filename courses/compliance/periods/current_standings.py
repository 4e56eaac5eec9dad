"""The table of today’s standings, advanced from day to day."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from courses.compliance.models import StandingNow, StandingPeriod, Turn
from courses.compliance.models.standing_period import StandingPeriodQuerySet
from elearning.table_locks import lock_table

_ALL = StandingNow._meta.fields
_FIELDS: list[str] = [field.attname for field in _ALL if not field.primary_key]


def list_periods_on(on: date) -> StandingPeriodQuerySet:
    """Return the periods that contain ``on``, from the faster table for today."""
    if on != timezone.localdate():
        return StandingPeriod.objects.on(on)
    advance_current_day(on)
    return StandingNow.objects.all()


def advance_current_day(today: date) -> None:
    """Advance today’s standings to ``today``, if they are older.

    Periods that have ended are removed, those started since the last day added. Safe to
    repeat, and to run concurrently.
    """
    if Turn.objects.filter(on=today).exists():
        return
    with transaction.atomic():
        lock_table(StandingNow)
        last = Turn.objects.values_list("on", flat=True).first()
        rows = StandingPeriod.objects.on(today)
        if last is None or last > today:
            StandingNow.objects.all().delete()
        else:
            StandingNow.objects.filter(ends_on__lt=today).delete()
            rows = rows.filter(starts_on__gt=last)
        if last != today:
            _insert(rows)
        Turn.objects.all().delete()
        Turn.objects.create(on=today)


def update_current_standings(learners: Iterable[int]) -> None:
    """Update today’s standings of these people from their periods.

    Call it in the transaction that wrote the periods.
    """
    keys = list(learners)
    StandingNow.objects.filter(
        learner__in=keys
    ).delete()  # a concurrent advance waits from here
    for on in Turn.objects.values_list("on", flat=True):
        _insert(StandingPeriod.objects.on(on).filter(learner__in=keys))


def _insert(rows: QuerySet[StandingPeriod]) -> None:
    select, values = rows.order_by().values_list(*_FIELDS).query.sql_with_params()
    table = connection.ops.quote_name(StandingNow._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(_FIELDS)}) {select}", values)
