"""How long a day's messages take for a whole service; measured, not asserted.

    python -m tests.benchmarks.bench_messages [--staff 2000] [--copies 10]
        [--courses 30] [--years 5] [--keep DATABASE]

The service is that of ``benchmarks.services``: 20,000 people by default. Everybody gets an
account, twenty people report to one of them, and every establishment has a personnel
officer. The chore is run for the first time, when everybody is told where she stands, at
once again, when there is nothing new, and on the day after. A service that is kept stays as
it is.
"""

import argparse
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.services import add_arguments, service


def main() -> None:
    """Make the service, then let two days pass."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    wanted = parser.parse_args()
    with service(wanted), transaction.atomic():
        _measure()
        transaction.set_rollback(True)


def _measure() -> None:
    from django.utils import timezone

    from courses.compliance.reminders import send_reminders

    _made()
    now = timezone.now()
    for what, at in (
        ("first day", now),
        ("again", now),
        ("day after", now + timedelta(days=1)),
    ):
        with _timed(what):
            count = send_reminders(at)
        print(f"{count:12} new notices", flush=True)


def _made() -> None:
    """Give everybody an account and a manager, and every place its officer."""
    from django.db.models import OuterRef, Subquery

    from elearning.accounts.models import User
    from elearning.accounts.roles import Role
    from elearning.staff.models import Establishment, Remit, Reporting, StaffMember

    with _timed("everybody gets an account"):
        people = list(StaffMember.objects.order_by("pk"))
        users = User.objects.bulk_create(
            (
                User(staff_number=one.staff_number, language=one.language)
                for one in people
            ),
            batch_size=2_000,
        )
        theirs = User.objects.filter(staff_number=OuterRef("staff_number")).values("pk")
        StaffMember.objects.update(user=Subquery(theirs))
        begins_on = min(people[0].appointments.values_list("starts_on", flat=True))
        Reporting.objects.bulk_create(
            (
                Reporting(
                    staff_member=one,
                    manager=people[number // 20 * 20],
                    starts_on=begins_on,
                )
                for number, one in enumerate(people)
                if number % 20
            ),
            batch_size=2_000,
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
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


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
