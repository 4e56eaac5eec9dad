"""Command to create the invented people."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.demo.demo_accounts import NEWCOMER
from content.demo.demo_seed import seed_demonstration
from elearning.staff.errors import StaffError


class Command(BaseCommand):
    """Create the invented people once and print the credentials of the accounts."""

    help = "Make about 300 invented people and an account for each role."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed, then print the accounts."""
        try:
            accounts = seed_demonstration(self.stdout.write)
        except StaffError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("")
        self.stdout.write(f"{'role':20} {'number':8} {'password':16} second step")
        for key, access in accounts.items():
            if key == NEWCOMER:
                continue
            step = f"make code ROLE={key}" if access.secret else "—"
            self.stdout.write(
                f"{key:20} {access.staff_number:8} {access.password:16} {step}"
            )
        newcomer = accounts[NEWCOMER]
        if newcomer.code:
            self.stdout.write(
                f"{'to activate':20} {newcomer.staff_number:8} {newcomer.code}"
            )
