"""The worker process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from elearning.installation import installation_keys
from elearning.worker.worker_process import Worker


class Command(BaseCommand):
    """Run tasks and jobs until stopped."""

    help = "Run queued tasks, and do what is due: the one worker process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Do what is due now, and end."
        )

    def handle(self, *, once: bool, **options: Any) -> None:
        installation_keys.check_key_fingerprints()
        worker = Worker()
        if not once:
            self.stdout.write("The worker is at work. Ctrl-C stops it.")
            worker.run()
            return
        for name, count in worker.tick(timezone.now()).items():
            self.stdout.write(f"{name}: {count}")
        worker.run_tasks()
        worker.leave()
