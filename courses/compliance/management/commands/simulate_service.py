"""Fill an empty installation with an invented service."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from courses.compliance.errors import ComplianceError
from courses.compliance.periods.refreshing import refresh_all
from courses.compliance.simulating import Size, simulate
from elearning.staff.demonstration import declare
from elearning.staff.errors import StaffError


class Command(BaseCommand):
    """Fill an empty installation with an invented service, to measure with.

    For benchmarks: no account, no page, only people, posts, duties and passes.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--staff", type=int, default=Size.staff)
        parser.add_argument("--courses", type=int, default=Size.courses)
        parser.add_argument("--years", type=int, default=Size.years)
        parser.add_argument("--seed", type=int, default=1)

    def handle(
        self, *, staff: int, courses: int, years: int, seed: int, **options: Any
    ) -> None:
        if min(staff, courses, years) < 1:
            raise CommandError("Say at least one person, one course and one year.")
        try:
            with transaction.atomic():
                declare()
                made = simulate(Size(staff, courses, years), by=None, seed=seed)
        except (ComplianceError, StaffError) as error:
            raise CommandError(str(error)) from error
        for kind, count in made.items():
            self.stdout.write(f"{kind}: {count}")
        done = 0
        for some in refresh_all():
            done += some
            self.stdout.write(f"spread out in days: {done} of {staff} people")
