"""Command to check the bundles: languages, wording, questions, links."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from content.curriculum.bundle_reader import DEFAULT
from content.curriculum.errors import BundleError
from content.curriculum.quality import banned_content
from content.curriculum.quality.check_registry import CHECKS, run_quality_checks
from content.curriculum.quality.checked_library import read_checked_library
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding


class Command(BaseCommand):
    """Check the bundles and report what to fix; with errors, exit with code 1."""

    help = "Check the bundles: languages, wording, questions, links."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bundles", type=Path, default=DEFAULT)
        parser.add_argument(
            "--rule",
            action="append",
            default=[],
            help=f"a check or one rule of it; checks: {', '.join(sorted(CHECKS))}",
        )
        parser.add_argument("--only", default="", help="files whose name begins so")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument(
            "--errors", action="store_true", help="leave warnings out of the list"
        )
        parser.add_argument(
            "--entries",
            action="store_true",
            help="print entries of lists/never.txt for the stems on the standard input",
        )
        parser.add_argument(
            "--complete",
            action="store_true",
            help="a check that could not be made counts as an error",
        )

    def handle(
        self,
        *,
        bundles: Path,
        rule: list[str],
        only: str,
        errors: bool,
        complete: bool,
        entries: bool,
        **options: Any,
    ) -> None:
        if entries:
            rows = {
                banned_content.build_banned_entry(row)
                for row in sys.stdin
                if row.strip()
            }
            self.stdout.write("\n".join(sorted(rows)))
            return
        if unknown := {one.partition(".")[0] for one in rule} - set(CHECKS):
            raise CommandError(f"There is no check {', '.join(sorted(unknown))}.")
        catalogues = settings.LOCALE_PATHS[:1] if bundles == DEFAULT else []
        try:
            found = run_quality_checks(
                read_checked_library(bundles, [Path(one) for one in catalogues]), rule
            )
        except BundleError as error:
            raise CommandError(str(error)) from error
        found = [one for one in found if one.file.startswith(only)]
        shown = [one for one in found if one.severity != "warning" or not errors]
        if options["format"] == "json":
            facts = [one.as_facts() for one in shown]
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1))
        else:
            self._tell(shown, found)
        grave = (
            {FindingSeverity.ERROR, FindingSeverity.NOT_MADE}
            if complete
            else {FindingSeverity.ERROR}
        )
        if count := sum(one.severity in grave for one in found):
            raise CommandError(f"{count} errors in the curriculum.")

    def _tell(self, shown: list[QualityFinding], found: list[QualityFinding]) -> None:
        for one in shown:
            self.stdout.write(str(one))
        counts = Counter(one.severity for one in found)
        self.stdout.write(
            ", ".join(f"{counts[one]} × {one}" for one in FindingSeverity)
        )
