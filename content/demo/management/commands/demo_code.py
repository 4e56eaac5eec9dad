"""Command to print the current second-factor code of a demonstration account."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.demo.demo_accounts import generate_current_code, read_demo_accounts


class Command(BaseCommand):
    """Print the six digits that are valid now."""

    help = "Print the current second-step code of a demonstration account."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the argument ``role``."""
        parser.add_argument("role", help="learner, trainer, ministry-hr and so on")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        """Print the code, or say why there is none."""
        accounts = read_demo_accounts()
        if role not in accounts:
            known = ", ".join(accounts) or "none yet: run demo_people first"
            raise CommandError(f"No account plays “{role}”. There are: {known}.")
        if not accounts[role].secret:
            raise CommandError(f"“{role}” signs in without a second step.")
        self.stdout.write(generate_current_code(accounts[role].secret))
