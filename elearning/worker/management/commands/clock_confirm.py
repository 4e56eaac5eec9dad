"""Confirmation of the system clock after a leap."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from elearning.installation import system_clock


class Command(BaseCommand):
    """Confirm the clock, so that the worker deletes expired data again."""

    help = (
        "Confirm the clock after it has leapt, so that old records are deleted again."
    )

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        system_clock.confirm_time(now)
        self.stdout.write(f"The time is {timezone.localtime(now):%Y-%m-%d %H:%M %Z}.")
