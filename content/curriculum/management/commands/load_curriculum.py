"""Load the starter curriculum from its text bundles."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.curriculum.bundles import DEFAULT
from content.curriculum.errors import BundleError
from content.curriculum.loading import load


class Command(BaseCommand):
    """Load the starter curriculum from its text bundles."""

    help = "Load the curriculum from its text bundles; loading again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bundles", type=Path, default=DEFAULT)

    def handle(self, *, bundles: Path, **options: Any) -> None:
        try:
            report = load(bundles, say=self.stdout.write)
        except BundleError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(f"Texts published: {report.published}")
        for code in report.released:
            self.stdout.write(f"Released: {code}")
        for code in report.waiting:
            refusal = report.refused.get(code)
            why = f"Waiting: {code}. {refusal}" if refusal else ""
            self.stdout.write(why or f"Waiting for approval: {code}")
