"""Make a credential for another system that writes or reads statements."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from elearning.audit import trail
from elearning.lrs import credentials
from elearning.lrs.models import Scope


class Command(BaseCommand):
    """Make a credential for another system; its secret is shown this once."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("label", help="What it is for.")
        parser.add_argument(
            "--scope",
            action="append",
            choices=[scope.value for scope in Scope],
            help="What it opens; repeat for several. By default: statements/read.",
        )
        parser.add_argument("--days", type=int, help="After how many days it ends.")

    def handle(
        self, *, label: str, scope: list[str] | None, days: int | None, **options: Any
    ) -> None:
        scopes = [Scope(name) for name in scope or [Scope.READ]]
        ends = datetime.now(UTC) + timedelta(days=days) if days else None
        with transaction.atomic():
            made = credentials.create(label, scopes, expires_at=ends)
            trail.write(
                "records.credential_created",
                by=None,
                on=made.credential,
                scopes=made.credential.scopes,
            )
        self.stdout.write(f"key:    {made.credential.key}")
        self.stdout.write(f"secret: {made.secret}")
        self.stdout.write("The secret is kept nowhere: write it down now.")
