"""Command to load the starter curriculum from its text bundles."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.curriculum.bundle_reader import DEFAULT
from content.curriculum.curriculum_loader import load_curriculum
from content.curriculum.errors import ApprovalsError, BundleError


class Command(BaseCommand):
    """Load the starter curriculum from its text bundles."""

    help = "Load the curriculum from its text bundles; loading again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bundles", type=Path, default=DEFAULT)
        parser.add_argument(
            "--demonstration-approvals",
            action="store_true",
            help="release what the approvals in the bundles cover; in a demonstration only",
        )

    def handle(
        self, *, bundles: Path, demonstration_approvals: bool, **options: Any
    ) -> None:
        try:
            report = load_curriculum(
                bundles,
                say=self.stdout.write,
                take_approvals=demonstration_approvals,
            )
        except (ApprovalsError, BundleError) as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        self.stdout.write(f"Texts published: {report.published}")
        for code in report.released:
            self.stdout.write(f"Released: {code}")
        for code in report.waiting:
            refusal = report.refused.get(code)
            why = f"Waiting: {code}. {refusal}" if refusal else ""
            self.stdout.write(why or f"Waiting for approval: {code}")
        if report.waiting and not demonstration_approvals:
            self.stdout.write(
                "Not yet reviewed: learners read nothing of it before a second person "
                "approves it and a safeguard reviewer passes it, at Releases."
            )
