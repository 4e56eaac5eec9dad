"""Management command that partitions the tables of statements by month (PostgreSQL)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone

from elearning.lrs.partitions import (
    monthly_partitions,
    partition_conversion,
    table_catalogue,
)
from elearning.lrs.partitions.schema_steps import Plan


class Command(BaseCommand):
    """Partition the tables of statements by month, and create partitions ahead.

    Safe to repeat, and to run again after an interruption; see docs/lrs-scale.md.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ahead",
            type=int,
            default=monthly_partitions.AHEAD,
            help=f"For how many months after this one; {monthly_partitions.AHEAD} by default.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Print the SQL.")

    def handle(self, *, ahead: int, dry_run: bool, **options: Any) -> None:
        if not table_catalogue.can_partition():
            raise CommandError(
                "Partitions are for PostgreSQL. SQLite has none, and needs none: "
                "use it for up to some million statements."
            )
        if ahead < 1:
            raise CommandError("Make partitions for at least one month ahead.")
        plan = partition_conversion.plan_conversion(timezone.now(), ahead)
        if not plan:
            self.stdout.write("All is as it should be: nothing to do.")
        elif dry_run:
            self.stdout.write("\n\n".join(str(step) for step in plan))
        else:
            self._do(plan)

    def _do(self, plan: Plan) -> None:
        try:
            try:
                for step in plan:
                    self.stdout.write(f"{step.why} …")
                    step.do()
            finally:
                partition_conversion.drop_leftover_bounds()
        except OperationalError as error:
            raise CommandError(
                f"{error} Nothing is half done: run the command again in a quieter hour."
            ) from error
