"""Management command that compares stored standings with the facts."""

from datetime import date
from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from courses.compliance.periods.period_comparison import iter_period_differences
from courses.compliance.periods.period_lookup import find_oldest_rebuild_request
from elearning.staff.models import StaffMember

_BATCH = 500


class Command(BaseCommand):
    """Compare the stored standings, from which reports are made, with the facts.

    Prints the differences, with people by service number. ``standings_rebuild``
    corrects them.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day, as 2026-01-31; else today"
        )
        parser.add_argument(
            "--people", type=int, default=500, help="so many, drawn by lot; 0 for all"
        )

    def handle(self, *, on: date | None, people: int, **options: Any) -> None:
        day = on or timezone.localdate()
        drawn = StaffMember.objects.order_by("?" if people else "pk")
        keys = list(drawn.values_list("pk", flat=True)[: people or None])
        if waits_since := find_oldest_rebuild_request():
            self.stdout.write(f"Changes since {waits_since} wait to be reckoned.")
        found = 0
        for some in batched(keys, _BATCH, strict=False):
            for one in iter_period_differences(
                StaffMember.objects.filter(pk__in=some), day
            ):
                found += 1
                self.stdout.write(
                    f"{one.person} {one.course}: {one.kept} → {one.right}"
                )
        if found:
            raise CommandError(f"{found} standings of {day} differ from the facts.")
        self.stdout.write(f"{len(keys)} people: nothing differs on {day}.")
