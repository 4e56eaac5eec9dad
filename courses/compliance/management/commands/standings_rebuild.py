"""Management command that rebuilds standing periods."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from courses.compliance.periods.period_rebuild import rebuild_all_periods
from courses.compliance.periods.rebuild_requests import EARLIEST
from elearning.staff.models import StaffMember


class Command(BaseCommand):
    """Recompute the standings of everybody from the facts, past and future, day by day.

    Reports remain available. For a large number of people, start it in several
    terminals at once: they share the work.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            default=EARLIEST,
            help="the first day to reckon anew, as 2026-01-31; else all",
        )

    def handle(self, *, since: date, **options: Any) -> None:
        people, done = StaffMember.objects.count(), 0
        for some in rebuild_all_periods(since):
            done += some
            self.stdout.write(f"{min(done, people)} of {people} people")
