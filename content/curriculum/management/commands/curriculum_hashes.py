"""Command to print the content hashes used in approvals."""

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from content.curriculum import bundle_approvals
from content.curriculum.bundle_reader import DEFAULT, read_library
from content.curriculum.errors import BundleError

if TYPE_CHECKING:
    from content.curriculum.bundle_contents import CourseBundle, GuidelineBundle


class Command(BaseCommand):
    """Print the content hashes used in approvals, or write the approvals files."""

    help = "Print the content hash of every part of the bundles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bundles", type=Path, default=DEFAULT)
        parser.add_argument(
            "--write",
            action="store_true",
            help="write approvals.yaml beside each bundle",
        )
        parser.add_argument("--only", default="", help="the folder of one bundle: c7")
        parser.add_argument("--author", default="Central training and methodology unit")
        parser.add_argument("--peer", default="Training Academy, methodology chair")
        parser.add_argument(
            "--reviewer", default="Human-rights reviewer, Training Academy"
        )

    def handle(
        self,
        *,
        bundles: Path,
        write: bool,
        author: str,
        peer: str,
        reviewer: str,
        **options: Any,
    ) -> None:
        only = options["only"]
        try:
            library = read_library(bundles)
        except BundleError as error:
            raise CommandError(str(error)) from error
        bundles_there: list[GuidelineBundle | CourseBundle] = [
            *library.guidelines,
            *library.courses,
        ]
        wanted = [one for one in bundles_there if only in ("", one.folder.name)]
        if not wanted:
            raise CommandError(f"There is no bundle {only}.")
        for bundle in wanted:
            hashes = bundle.hashes()
            for part, digest in hashes.items():
                self.stdout.write(f"{bundle.folder.name}/{part} {digest}")
            if write:
                text = bundle_approvals.render_approvals_yaml(
                    hashes, author, peer, reviewer
                )
                (bundle.folder / bundle_approvals.FILE).write_text(text, "utf-8")
