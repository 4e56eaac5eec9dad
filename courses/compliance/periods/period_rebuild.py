"""Spread anew the standings of people about whom facts have changed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.compliance.models import Recount
from courses.compliance.periods import period_tallies
from courses.compliance.periods.current_standings import (
    advance_current_day,
    update_current_standings,
)
from courses.compliance.periods.period_builder import iter_periods
from courses.compliance.periods.period_writer import replace_periods
from courses.compliance.periods.rebuild_requests import (
    request_full_rebuild,
    request_period_rebuild,
)
from courses.compliance.periods.standing_histories import StandingHistories
from elearning.staff.models import StaffMember

#: So many people are reckoned in one transaction.
BATCH = 200
#: So long the worker goes on before it lets other chores come in between.
_TURN = timedelta(seconds=50)
#: In so many days everybody is reckoned anew, whatever has happened.
_TURNS = 30


def rebuild_waiting_periods(at: datetime) -> int:
    """Spread anew everybody who waits; return how many were. A chore of the worker.

    It stops after its turn and goes on at the next one.
    """
    ends_at = timezone.now() + _TURN
    count = 0
    advance_current_day(timezone.localdate(at))
    while (done := rebuild_next_batch()) and timezone.now() < ends_at:
        count += done
    period_tallies.update_tallies(timezone.localdate(at))
    return count + done


def rebuild_all_periods(since: date) -> Iterator[int]:
    """Spread everybody anew from ``since`` on; yield how many were, again and again.

    Nothing is missing meanwhile. Safe to break off: the worker goes on, and may help.
    """
    request_full_rebuild(since)
    yield from iter_rebuilt_batches()


def iter_rebuilt_batches() -> Iterator[int]:
    """Spread anew everybody who waits; yield how many were, again and again."""
    while done := rebuild_next_batch():
        yield done
    period_tallies.update_tallies(timezone.localdate())


def rebuild_next_batch() -> int:
    """Spread anew some of the people who wait; return how many were, 0 if nobody is left.

    Safe to repeat and beside others: who is being reckoned elsewhere is passed over. The
    number of queries does not depend on the number of people.
    """
    waiting = Recount.objects.order_by().values("learner")
    people = StaffMember.objects.filter(pk__in=waiting).order_by("pk")
    locked = people.select_for_update(no_key=True, skip_locked=True)
    with transaction.atomic():
        mine = list(locked.values_list("pk", flat=True)[:BATCH])
        asked = list(
            Recount.objects.filter(learner__in=mine).values_list(
                "pk", "learner", "since"
            )
        )
        if not asked:
            return 0
        first: dict[int, date] = {}
        for _pk, learner, since in asked:
            first[learner] = min(since, first.get(learner, since))
        period_tallies.discard_tallies(min(first.values()))
        replace_periods(first, iter_periods(StandingHistories(first)))
        update_current_standings(first)
        for some in batched(asked, 10_000, strict=False):
            Recount.objects.filter(pk__in=[pk for pk, *_about in some]).delete()
    return len(first)


def request_rolling_rebuild(at: datetime) -> int:
    """Ask about every thirtieth person, others each day; return how many. A chore.

    A net under those who ask: nobody stays for longer than a month what a change that
    went past them made of her.
    """
    turn = timezone.localdate(at).toordinal() % _TURNS
    some = StaffMember.objects.annotate(turn=F("pk") % _TURNS).filter(turn=turn)
    request_period_rebuild(some)
    return some.count()
