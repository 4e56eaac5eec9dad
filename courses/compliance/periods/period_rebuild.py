"""Rebuilding of standing periods after facts have changed."""

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

#: The number of people rebuilt in one transaction.
BATCH = 200
#: How long the worker continues before other jobs get a turn.
_TURN = timedelta(seconds=50)
#: The number of days in which everybody is rebuilt, changes or not.
_TURNS = 30


def rebuild_waiting_periods(at: datetime) -> int:
    """Rebuild the periods of everybody who waits, as a job; return the number of people.

    It stops after its time and continues on the next run.
    """
    ends_at = timezone.now() + _TURN
    count = 0
    advance_current_day(timezone.localdate(at))
    while (done := rebuild_next_batch()) and timezone.now() < ends_at:
        count += done
    period_tallies.update_tallies(timezone.localdate(at))
    return count + done


def rebuild_all_periods(since: date) -> Iterator[int]:
    """Rebuild the periods of everybody since ``since``; yield the number per batch.

    Readers see complete data meanwhile. Safe to interrupt: the worker continues, and
    may help.
    """
    request_full_rebuild(since)
    yield from iter_rebuilt_batches()


def iter_rebuilt_batches() -> Iterator[int]:
    """Rebuild the periods of everybody who waits; yield the number per batch."""
    while done := rebuild_next_batch():
        yield done
    period_tallies.update_tallies(timezone.localdate())


def rebuild_next_batch() -> int:
    """Rebuild the periods of a batch of waiting people; return their number, 0 for none.

    Safe to repeat and to run concurrently: people locked elsewhere are skipped. The
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
    """Request a rebuild for a thirtieth of the people each day; return their number.

    A safety net, as a job: if a change requested no rebuild, its effects are missing
    for a month at most.
    """
    turn = timezone.localdate(at).toordinal() % _TURNS
    some = StaffMember.objects.annotate(turn=F("pk") % _TURNS).filter(turn=turn)
    request_period_rebuild(some)
    return some.count()
