"""How long reports of a whole service take; measured, not asserted.

    python -m tests.benchmarks.bench_compliance [--staff 20000] [--courses 30]
        [--years 5] [--times 20]

        [--copies 1]

With ``--copies`` the people, their establishments and their stretches are copied so many
times in the database: reading a service of 20,000 then takes the reckoning of 2,000.
Makes a test database of the configured kind (``TEST_DATABASE_URL``), fills it with an
invented service (``manage.py simulate_service``), spreads its standings out in days and
drops it again. Every question is asked ``--times`` times, after once to warm up.
"""

import argparse
import os
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases


def main() -> None:
    """Make the service, then ask."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--staff", type=int, default=20_000)
    parser.add_argument("--courses", type=int, default=30)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--times", type=int, default=20)
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.test")
    django.setup()
    connection.settings_dict["TEST"]["MIGRATE"] = False  # tables are all it needs
    old = setup_databases(verbosity=0, interactive=False)
    try:
        _fill(wanted)
        _ask(wanted.times)
        _change(wanted.times)
    finally:
        teardown_databases(old, verbosity=0)


def _fill(wanted: argparse.Namespace) -> None:
    from django.utils import timezone

    from courses.compliance.models import StandingPeriod, Tally
    from courses.compliance.periods import counting, refreshing
    from courses.compliance.periods.asking import ask_recount_all
    from courses.compliance.simulating import Size, simulate
    from courses.records.models import Completion

    _once(
        "the service is made",
        lambda: simulate(Size(wanted.staff, wanted.courses, wanted.years), by=None),
    )
    first = timezone.localdate() - timedelta(days=365 * (wanted.years + 3))
    ask_recount_all(first)
    _once("its whole history is spread out", lambda: all(iter(refreshing.refresh, 0)))
    if wanted.copies > 1:
        _once("and copied", lambda: _copy(wanted.copies))
    _once("the tallies are made", lambda: counting.keep_tallies(timezone.localdate()))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(
        f"{connection.vendor}: {wanted.staff * wanted.copies} people, "
        f"{Completion.objects.count()} completions, "
        f"{StandingPeriod.objects.count()} stretches, {Tally.objects.count()} tallies",
        flush=True,
    )


def _copy(copies: int) -> None:
    """Write the people again, as often, each time at establishments of their own."""
    from courses.compliance.models import StandingPeriod
    from elearning.staff.models import Establishment, StaffMember

    places = list(Establishment.objects.filter(depth=3))
    for copy in range(1, copies):
        shift = copy * 10_000_000
        _again(
            StaffMember,
            id=f"id + {shift}",
            key="gen_random_uuid()",
            staff_number=f"staff_number || '-{copy}'",
        )
        titles = ("title_kk", "title_ru", "title_en", "kind")
        twins = [
            Establishment.objects.get(pk=place.get_parent().pk).add_child(
                code=f"{place.code}-{copy}",
                **{name: getattr(place, name) for name in titles},
            )
            for place in places
        ]
        pairs = zip(places, twins, strict=True)
        cases = " ".join(f"WHEN {one.pk} THEN {twin.pk}" for one, twin in pairs)
        _again(
            StandingPeriod,
            id=None,
            learner_id=f"learner_id + {shift}",
            establishment_id=f"CASE establishment_id {cases} END",
        )


def _again(model: Any, **changed: str | None) -> None:
    """Insert the first rows of ``model`` once more, with some columns ``changed``."""
    names = [field.column for field in model._meta.fields]  # noqa: SLF001
    into = [name for name in names if changed.get(name, name) is not None]
    chosen = ", ".join(changed.get(name) or name for name in into)
    first = "learner_id" if "learner_id" in names else "id"
    table = model._meta.db_table  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(into)}) "
            f"SELECT {chosen} FROM {table} WHERE {first} < 10000000"
        )


def _ask(times: int) -> None:
    from django.utils import timezone

    from courses.compliance.periods.reading import due_within
    from courses.models import Course
    from courses.reporting import tallying
    from courses.reporting.listing import matching, rows
    from courses.reporting.selecting import Selection
    from elearning.accounts.models import User
    from elearning.staff.models import Establishment

    today = timezone.localdate()
    tops = list(Establishment.objects.filter(depth=1))
    place = Establishment.objects.filter(depth=3)[0]
    course = Course.objects.order_by("code")[0]

    def counts(on: Any = today, by: Any = ("establishment",), **of: Any) -> Any:
        return lambda: tallying.tally(tops, on=on, by=by, **of)

    def page(places: Any, **of: Any) -> Any:
        chosen = Selection(user=User(), on=today, tops=places, **of)

        def read() -> Any:
            found = matching(chosen)
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
        lambda: tallying.tally([place], on=today, by=("course",)),
        times,
    )
    for days in (1, 20, 400, 1200):
        on = today - timedelta(days=days)
        _timed(f"all establishments, {days} days ago", counts(on=on), times // 4)
    _timed(
        "twelve months",
        lambda: tallying.tally_months(tops, months=12, until=today),
        times // 2,
    )
    _timed(
        "what ends in a year",
        lambda: tallying.forecast_expiries(tops, on=today, days=365),
        times // 2,
    )
    _timed(
        "certificates to be updated",
        lambda: tallying.updates(tops, on=today),
        times // 2,
    )
    _timed(
        "people who are late", lambda: tallying.late_people(tops, on=today), times // 2
    )
    _timed("first page of people, all", page(tops), times // 2)
    _timed("first page of people, one establishment", page([place]), times)
    _timed("first page of people, one course", page(tops, course=course), times // 2)
    _timed(
        "people with something due in 30 days",
        lambda: due_within(today, 30).count(),
        times // 2,
    )
    everything = Selection(user=User(), on=today, tops=tops)
    _once("every standing, row by row", lambda: sum(1 for _row in rows(everything)))


def _change(times: int) -> None:
    from django.utils import timezone

    from courses.compliance.models import Requirement
    from courses.compliance.periods import refreshing
    from courses.compliance.periods.asking import ask_recount
    from courses.compliance.requiring import end_requirement
    from courses.compliance.standing import standings
    from elearning.staff.models import StaffMember

    somebody = StaffMember.objects.all()[:1]
    somebody = StaffMember.objects.filter(pk__in=[somebody[0].pk])

    def change() -> None:
        ask_recount(somebody)
        refreshing.refresh()

    _timed("one person is reckoned anew", change, times)
    rule = Requirement.objects.order_by("pk")[0]
    end_requirement(rule, on=timezone.localdate(), by=None)
    _once(
        "all of one position are reckoned anew",
        lambda: all(iter(refreshing.refresh, 0)),
    )
    some = StaffMember.objects.filter(pk__in=StaffMember.objects.values("pk")[:1000])
    _once(
        "for comparison: 1,000 people from the facts",
        lambda: standings(some, on=timezone.localdate()),
    )


def _timed(what: str, act: Callable[[], Any], times: int) -> None:
    """Print how long half and nearly all of the asking took, and how many queries."""
    with CaptureQueriesContext(connection) as queries:
        act()
    spent = []
    for _time in range(max(times, 3)):
        begun = time.perf_counter()
        act()
        spent.append(1000 * (time.perf_counter() - begun))
    most = quantiles(spent, n=20)[-1]
    print(
        f"{median(spent):8.0f} ms {most:8.0f} ms {len(queries):4} queries  {what}",
        flush=True,
    )


def _once(what: str, act: Callable[[], Any]) -> None:
    """Print how long it took, and how much of that this process was at work."""
    begun, worked = time.perf_counter(), time.process_time()
    act()
    spent = (time.perf_counter() - begun, time.process_time() - worked)
    print("{:8.1f} s  {:8.1f} s of work   ".format(*spent), what, flush=True)


if __name__ == "__main__":
    main()
