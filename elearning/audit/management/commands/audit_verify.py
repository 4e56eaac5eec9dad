"""Check the chain of the audit trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from elearning.audit.chaining import flaws
from elearning.audit.models import Entry, Link


class Command(BaseCommand):
    """Name every altered or missing audit entry; exit with 1 when there is one."""

    help = "Check that no audit entry was altered, removed or forged."

    def handle(self, **options: Any) -> None:
        found = list(flaws())
        for flaw in found:
            self.stdout.write(f"Entry {flaw.entry_id}: {flaw.what}.")
        if found:
            raise CommandError(f"The audit trail is broken in {len(found)} places.")
        waiting = Entry.objects.filter(link=None).count()
        self.stdout.write(
            f"The audit trail is intact: {Link.objects.count()} entries sealed, "
            f"{waiting} waiting for the worker."
        )
