"""Command to load the competency framework: posts, levels and requirements."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from content.curriculum.bundle_reader import DEFAULT
from content.curriculum.errors import BundleError
from content.curriculum.framework_loader import load_framework
from content.curriculum.framework_reader import read_valid_framework
from elearning.staff.models import Establishment


class Command(BaseCommand):
    """Load posts, domains, levels and the rules about courses and guidelines."""

    help = (
        "Load the competency framework: posts, domains, levels, and who must hold which"
        " course for how long. What the service has decided already stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bundles", type=Path, default=DEFAULT)
        parser.add_argument(
            "--starts-on",
            type=date.fromisoformat,
            default=None,
            metavar="DATE",
            help="first day of the rules, as 2026-09-01; today unless told otherwise",
        )
        parser.add_argument(
            "--specialised",
            action="append",
            default=[],
            metavar="CODE",
            help="an establishment with a specialised section: stricter rules; repeatable",
        )

    def handle(
        self,
        *,
        bundles: Path,
        starts_on: date | None,
        specialised: list[str],
        **options: Any,
    ) -> None:
        try:
            framework = read_valid_framework(bundles)
        except BundleError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        places = Establishment.objects.filter(code__in=specialised)
        if unknown := {*specialised} - {place.code for place in places}:
            raise CommandError(
                f"Nothing was loaded. No establishment has the code {', '.join(sorted(unknown))}."
                " Look the codes up in the list of establishments."
            )
        report = load_framework(
            framework,
            starts_on=starts_on or timezone.localdate(),
            specialised=list(places),
        )
        self.stdout.write(f"Posts: {report.posts} new")
        self.stdout.write(
            f"Domains, profiles, levels: {report.described} new or changed"
        )
        self.stdout.write(f"Courses required: {report.rules} new rules")
        self.stdout.write(f"Guidelines to be read: {report.readings} new rules")
        for code in sorted(report.missing):
            self.stdout.write(f"Not released, so not required yet: {code}")
