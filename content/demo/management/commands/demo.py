"""Command to prepare the demonstration: the database, the courses, the people."""

import gc
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from content.curriculum.bundle_reader import DEFAULT, hash_library
from elearning.installation.demonstration_flag import (
    get_content_digest,
    record_content_digest,
)
from elearning.staff.demonstration import declare_demonstration
from elearning.staff.errors import StaffError


class Command(BaseCommand):
    """Load everything that the demonstration shows; repeating it is quick and harmless."""

    help = "Make the database, load the starter courses and the invented people."
    requires_system_checks = ()  # migrating runs every check

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order; each is safe to repeat."""
        gc.set_threshold(
            100_000, 50, 100
        )  # garbage collection takes a tenth of the time otherwise
        self.stdout.write("Database …")
        call_command("migrate", verbosity=0, skip_checks=False)
        call_command("createcachetable", verbosity=0)
        try:
            declare_demonstration()
        except StaffError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Courses, guidelines and rules …")
        self._load()
        self.stdout.write("People …")
        call_command("demo_people", stdout=self.stdout)

    def _load(self) -> None:
        """Load the bundles, unless the same ones were loaded last."""
        digest = hash_library(DEFAULT)
        if get_content_digest() == digest:
            self.stdout.write("Nothing new.")
            return
        call_command(
            "load_curriculum", demonstration_approvals=True, stdout=self.stdout
        )
        record_content_digest(digest)
