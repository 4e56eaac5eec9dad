"""Management command that creates a credential for another system."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.records import lrs_credentials
from courses.records.errors import LrsCredentialError
from elearning.lrs.models import CredentialScope


class Command(BaseCommand):
    """Create a credential for another system; its secret is shown only once."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("label", help="What it is for.")
        parser.add_argument(
            "--scope",
            action="append",
            choices=[scope.value for scope in CredentialScope],
            help="What it opens; repeat for several. By default: statements/read.",
        )
        parser.add_argument("--days", type=int, help="After how many days it ends.")
        parser.add_argument("--rate", type=int, help="How many requests a minute.")

    def handle(
        self,
        *,
        label: str,
        scope: list[str] | None,
        days: int | None,
        rate: int | None,
        **options: Any,
    ) -> None:
        scopes = [CredentialScope(name) for name in scope or [CredentialScope.READ]]
        ends = datetime.now(UTC) + timedelta(days=days) if days else None
        try:
            made = lrs_credentials.create_credential(
                label, scopes, rate=rate, expires_at=ends, by=None
            )
        except LrsCredentialError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"key:    {made.credential.key}")
        self.stdout.write(f"secret: {made.secret}")
        self.stdout.write("The secret is kept nowhere: write it down now.")
