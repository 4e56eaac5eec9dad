"""How long reports of a whole service take; measured, not asserted.

    python -m tests.benchmarks.bench_compliance [--staff 2000] [--copies 10]
        [--courses 30] [--years 5] [--times 20] [--keep DATABASE]

Makes a test database of the configured kind (``TEST_DATABASE_URL``) and fills it with an
invented service (``benchmarks.services``): 20,000 people by default, a tenth of them
reckoned and the others copied. With ``--keep`` it stays there, and the next run begins with
asking. Every question is asked ``--times`` times, after once to warm up.

Printed of each: how long half of the askings took and how long nearly all, and the work it
was: processor time of this process and of the database's (of PostgreSQL on this machine;
it may use one core). Work is what to compare where others use the machine too.
"""

import argparse
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.services import add_arguments, once, service


def main() -> None:
    """Make the service, then ask."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    parser.add_argument("--times", type=int, default=20)
    wanted = parser.parse_args()
    with service(wanted):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET max_parallel_workers_per_gather = 0")
        _ask(wanted.times)
        with transaction.atomic():  # a service that is kept stays as it is
            _change(wanted.times)
            transaction.set_rollback(True)


def _ask(times: int) -> None:
    from django.utils import timezone

    from courses.compliance.periods.period_lookup import list_people_due
    from courses.models import Course
    from courses.reporting import standing_tally
    from courses.reporting.report_selection import ReportSelection
    from courses.reporting.standing_list import (
        MatchingPeople,
        iter_listed_standings,
    )
    from elearning.accounts.models import User
    from elearning.staff.models import Establishment

    today = timezone.localdate()
    tops = list(Establishment.objects.filter(depth=1))
    place = Establishment.objects.filter(depth=3)[0]
    course = Course.objects.order_by("code")[0]

    def counts(on: Any = today, by: Any = ("establishment",), **of: Any) -> Any:
        return lambda: standing_tally.tally_standings(tops, on=on, by=by, **of)

    def page(places: Any, *, on: Any = today, **of: Any) -> Any:
        chosen = ReportSelection(user=User(), on=on, tops=places, **of)

        def read() -> Any:
            found = MatchingPeople(chosen)
            return len(found), found[0:50]

        return read

    _timed("all establishments, today", counts(), times)
    _timed("all posts, today", counts(by=("post",)), times)
    _timed(
        "establishment by course, today", counts(by=("establishment", "course")), times
    )
    _timed("one course everywhere, today", counts(course=course), times)
    _timed(
        "one establishment by course",
        lambda: standing_tally.tally_standings([place], on=today, by=("course",)),
        times,
    )
    for days in (1, 20, 400, 1200):
        on = today - timedelta(days=days)
        _timed(f"all establishments, {days} days ago", counts(on=on), times // 4)
    _timed(
        "twelve months",
        lambda: standing_tally.tally_month_ends(tops, months=11, before=today),
        times // 2,
    )
    _timed(
        "what ends in a year",
        lambda: standing_tally.forecast_expiries(tops, on=today, days=365),
        times // 2,
    )
    _timed(
        "people who are late",
        lambda: standing_tally.count_backlog(tops, on=today),
        times // 2,
    )
    _timed("first page of people, all", page(tops), times // 2)
    _timed("first page of people, one establishment", page([place]), times)
    _timed("first page of people, one course", page(tops, course=course), times // 2)
    for days in (20, 400):
        on = today - timedelta(days=days)
        _timed(
            f"first page of people, all, {days} days ago",
            page(tops, on=on),
            times // 4,
        )
        _timed(
            f"first page of people, one establishment, {days} days ago",
            page([place], on=on),
            times // 4,
        )
    _timed(
        "people with something due in 30 days",
        lambda: list_people_due(today, 30).count(),
        times // 2,
    )
    everything = ReportSelection(user=User(), on=today, tops=tops)
    once(
        "every standing, row by row",
        lambda: sum(1 for _row in iter_listed_standings(everything)),
    )


def _change(times: int) -> None:
    from django.utils import timezone

    from courses.compliance.periods import period_rebuild
    from courses.compliance.periods.rebuild_requests import request_period_rebuild
    from courses.compliance.status import list_standings
    from elearning.staff.models import StaffMember

    somebody = StaffMember.objects.all()[:1]
    somebody = StaffMember.objects.filter(pk__in=[somebody[0].pk])

    def change() -> None:
        request_period_rebuild(somebody)
        period_rebuild.rebuild_next_batch()

    _timed("one person is reckoned anew", change, times)
    some = StaffMember.objects.filter(pk__in=StaffMember.objects.values("pk")[:1000])
    once(
        "for comparison: 1,000 people from the facts",
        lambda: list_standings(some, on=timezone.localdate()),
    )


def _timed(what: str, act: Callable[[], Any], times: int) -> None:
    """Print how long half and nearly all of the asking took, its work, and its queries."""
    with CaptureQueriesContext(connection) as queries:
        act()
    spent, times = [], max(times, 3)
    worked = _worked()
    for _time in range(times):
        begun = time.perf_counter()
        act()
        spent.append(1000 * (time.perf_counter() - begun))
    work = 1000 * (_worked() - worked) / times
    print(
        f"{median(spent):8.0f} ms {quantiles(spent, n=20)[-1]:8.0f} ms "
        f"{work:8.0f} ms of work {len(queries):4} queries  {what}",
        flush=True,
    )


def _worked() -> float:
    """Return the seconds that this process and its server have been at work so far."""
    server = 0.0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists():
            user, system = stat.read_text().rpartition(")")[2].split()[11:13]
            server = (int(user) + int(system)) / 100  # ticks
    return time.process_time() + server


if __name__ == "__main__":
    main()
