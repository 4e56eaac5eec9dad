"""Make papers of older and of revoked keys again, sealed by the key of now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.certificates.errors import KeyTroubleError
from courses.certificates.keys import signing
from courses.certificates.models import Purpose
from courses.certificates.sheets import resigning


class Command(BaseCommand):
    """Make papers of older and of revoked keys again, sealed by the key of now.

    Each file stays until its new one is kept. Safe to stop and to repeat.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since",
            metavar="KEY",
            help="Only papers sealed by this key for papers, or by a later one.",
        )

    def handle(self, *, since: str | None, **options: Any) -> None:
        try:
            first = resigning.key_called(since) if since else None
            key = signing.current(Purpose.PAPER)
            total = resigning.due(key, first).count()
            self.stdout.write(f"{total} papers are to be sealed by {key}.")
            outcome = resigning.resign(first, tell=self._tell)
        except KeyTroubleError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{outcome.made} papers were made again.")
        if outcome.failed:
            names = ", ".join(sorted(set(outcome.failed)))
            raise CommandError(f"Not made, and left as they were: {names}.")

    def _tell(self, outcome: resigning.Outcome) -> None:
        self.stdout.write(f"{outcome.made} …")
