"""Spread anew the standings of people about whom facts have changed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.compliance.models import Recount
from courses.compliance.periods import counting
from courses.compliance.periods.asking import ask_recount, ask_recount_all
from courses.compliance.periods.histories import Histories
from courses.compliance.periods.spreading import spread
from courses.compliance.periods.today import follow, turn_over
from courses.compliance.periods.writing import replace
from elearning.staff.models import StaffMember

#: So many people are reckoned in one transaction.
BATCH = 200
#: So long the worker goes on before it lets other chores come in between.
_TURN = timedelta(seconds=50)
#: In so many days everybody is reckoned anew, whatever has happened.
_TURNS = 30


def refresh_waiting(at: datetime) -> int:
    """Spread anew everybody who waits; return how many were. A chore of the worker.

    It stops after its turn and goes on at the next one.
    """
    ends_at = timezone.now() + _TURN
    count = 0
    turn_over(timezone.localdate(at))
    while (done := refresh()) and timezone.now() < ends_at:
        count += done
    counting.keep_tallies(timezone.localdate(at))
    return count + done


def rebuild(since: date) -> Iterator[int]:
    """Spread everybody anew from ``since`` on; yield how many were, again and again.

    Nothing is missing meanwhile. Safe to break off: the worker goes on, and may help.
    """
    ask_recount_all(since)
    yield from refresh_all()


def refresh_all() -> Iterator[int]:
    """Spread anew everybody who waits; yield how many were, again and again."""
    while done := refresh():
        yield done
    counting.keep_tallies(timezone.localdate())


def refresh() -> int:
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
        counting.forget_tallies(min(first.values()))
        replace(first, spread(Histories(first)))
        follow(first)
        for some in batched(asked, 10_000, strict=False):
            Recount.objects.filter(pk__in=[pk for pk, *_about in some]).delete()
    return len(first)


def ask_some(at: datetime) -> int:
    """Ask about every thirtieth person, others each day; return how many. A chore.

    A net under those who ask: nobody stays for longer than a month what a change that
    went past them made of her.
    """
    turn = timezone.localdate(at).toordinal() % _TURNS
    some = StaffMember.objects.annotate(turn=F("pk") % _TURNS).filter(turn=turn)
    ask_recount(some)
    return some.count()
