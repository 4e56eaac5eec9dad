"""Management command that fills an empty installation with an invented service."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from courses.compliance.errors import ComplianceError
from courses.compliance.periods.period_rebuild import iter_rebuilt_batches
from courses.compliance.service_simulation import ServiceSize, simulate_service
from elearning.staff.demonstration import declare_demonstration
from elearning.staff.errors import StaffError


class Command(BaseCommand):
    """Fill an empty installation with an invented service, for measurements.

    For benchmarks: no accounts or pages, only people, posts, requirements and passes.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--staff", type=int, default=ServiceSize.staff)
        parser.add_argument("--courses", type=int, default=ServiceSize.courses)
        parser.add_argument("--years", type=int, default=ServiceSize.years)
        parser.add_argument("--seed", type=int, default=1)

    def handle(
        self, *, staff: int, courses: int, years: int, seed: int, **options: Any
    ) -> None:
        if min(staff, courses, years) < 1:
            raise CommandError("Say at least one person, one course and one year.")
        try:
            with transaction.atomic():
                declare_demonstration()
                made = simulate_service(
                    ServiceSize(staff, courses, years), by=None, seed=seed
                )
        except (ComplianceError, StaffError) as error:
            raise CommandError(str(error)) from error
        for kind, count in made.items():
            self.stdout.write(f"{kind}: {count}")
        done = 0
        for some in iter_rebuilt_batches():
            done += some
            self.stdout.write(f"spread out in days: {done} of {staff} people")
