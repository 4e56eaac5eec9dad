"""How long a day's messages take for a whole service; measured, not asserted.

    python -m tests.benchmarks.bench_messages [--staff 20000] [--courses 30]

Makes a test database of the configured kind (``TEST_DATABASE_URL``) and drops it again.
Everybody has an account, twenty people report to one of them, and every establishment has
a personnel officer. The chore is run for the first time, when everybody is told where she
stands, at once again, when there is nothing new, and on the day after.
"""

import argparse
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases


def main() -> None:
    """Make the service, then let two days pass."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--staff", type=int, default=20_000)
    parser.add_argument("--courses", type=int, default=30)
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.test")
    django.setup()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        _measure(wanted)
    finally:
        teardown_databases(old, verbosity=0)


def _measure(wanted: argparse.Namespace) -> None:
    from django.utils import timezone

    from courses.compliance.periods.refreshing import refresh
    from courses.compliance.reminding import remind

    _made(wanted)
    with _timed("standings are spread out"):
        while refresh():
            pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    now = timezone.now()
    print(f"{connection.vendor}: {wanted.staff} people, {wanted.courses} courses each")
    for what, at in (
        ("first day", now),
        ("again", now),
        ("day after", now + timedelta(days=1)),
    ):
        with _timed(what):
            count = remind(at)
        print(f"{count:12} new notices", flush=True)


def _made(wanted: argparse.Namespace) -> None:
    """Make the service with accounts, lines of management and remits."""
    from courses.compliance.simulating import Size, simulate
    from elearning.accounts.models import User
    from elearning.accounts.roles import Role
    from elearning.staff.models import Establishment, Remit, Reporting, StaffMember

    with _timed("the service is made"):
        simulate(Size(wanted.staff, wanted.courses, years=2), by=None)
        people = list(StaffMember.objects.order_by("pk"))
        users = User.objects.bulk_create(
            (
                User(staff_number=one.staff_number, language=one.language)
                for one in people
            ),
            batch_size=2_000,
        )
        for one, user in zip(people, users, strict=True):
            one.user = user
        StaffMember.objects.bulk_update(people, ["user"], batch_size=2_000)
        begins_on = min(people[0].appointments.values_list("starts_on", flat=True))
        Reporting.objects.bulk_create(
            Reporting(
                staff_member=one,
                manager=people[number // 20 * 20],
                starts_on=begins_on,
            )
            for number, one in enumerate(people)
            if number % 20
        )
        Remit.objects.bulk_create(
            Remit(
                user=users[number],
                role=Role.FACILITY_HR,
                establishment=place,
                starts_on=begins_on,
            )
            for number, place in enumerate(Establishment.objects.all())
        )


@contextmanager
def _timed(what: str) -> Iterator[None]:
    """Print how long it took, the queries, and the most memory that was used so far."""
    begun, worked = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as queries:
        yield
    print(
        f"{time.perf_counter() - begun:9.1f} s {time.process_time() - worked:9.1f} s of work"
        f" {len(queries):6} queries"
        f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:6} MB  {what}",
        flush=True,
    )


if __name__ == "__main__":
    main()
