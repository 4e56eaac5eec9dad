"""Resealing of PDFs of older and revoked keys with the current key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import signing_keys
from courses.certificates.models import KeyPurpose
from courses.certificates.sheets import pdf_reseal


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
            first = pdf_reseal.get_seal_key(since) if since else None
            key = signing_keys.get_current_key(KeyPurpose.PAPER)
            total = pdf_reseal.list_pdfs_to_reseal(key, first).count()
            self.stdout.write(f"{total} papers are to be sealed by {key}.")
            outcome = pdf_reseal.reseal_pdfs(first, tell=self._tell)
        except UnusableKeyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{outcome.made} papers were made again.")
        if outcome.failed:
            names = ", ".join(sorted(set(outcome.failed)))
            raise CommandError(f"Not made, and left as they were: {names}.")

    def _tell(self, outcome: pdf_reseal.ResealResult) -> None:
        self.stdout.write(f"{outcome.made} …")
