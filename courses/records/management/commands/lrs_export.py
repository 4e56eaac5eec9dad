"""Management command that exports all statements to a file: NDJSON or Parquet."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from courses.records.errors import ExportError
from courses.records.export import export_jobs
from courses.records.models import ExportJob

_OPEN = (ExportJob.State.WAITING, ExportJob.State.RUNNING)


class Command(BaseCommand):
    """Write all statements into a file, as the worker does for the desk.

    If the command is killed, the worker continues, and the file is at the desk.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", default="ndjson", choices=ExportJob.Kind.values)
        parser.add_argument("--since", type=_moment, help="Stored then or later.")
        parser.add_argument("--until", type=_moment, help="Stored then or before.")
        parser.add_argument("--output", type=Path, required=True, help="The new file.")

    def handle(self, *, format: str, output: Path, **options: Any) -> None:  # noqa: A002 — the option
        if output.exists() or not output.parent.is_dir():
            raise CommandError(f"{output} exists, or its folder does not.")
        try:
            job = export_jobs.order_export(
                format, options["since"], options["until"], by=None
            )
        except ExportError as error:
            raise CommandError(str(error)) from None
        while job.state in _OPEN:
            if not export_jobs.write_export(job, timezone.now()):
                time.sleep(0.2)
            job.refresh_from_db()
            self.stderr.write(f"{job.written} of {job.total} ({job.percent} %)")
        if job.state != ExportJob.State.DONE:
            raise CommandError(job.error or str(job.get_state_display()))
        export_jobs.move_export_file(job, output)
        self.stdout.write(f"{job.written} statements: {output}")


def _moment(text: str) -> datetime:
    """Return a moment, or the beginning of a day in local time."""
    day = parse_date(text)
    moment = datetime.combine(day, datetime.min.time()) if day else parse_datetime(text)
    if moment is None:
        raise ValueError(text)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
