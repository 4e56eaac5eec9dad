"""Verification of the audit chain."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from elearning.audit.hash_chain import iter_chain_flaws, list_checkpoint_files
from elearning.audit.models import Checkpoint, Entry, Link


class Command(BaseCommand):
    """Name every altered, missing or forged audit entry; exit with 1 if there is one."""

    help = "Check that no audit entry was altered, removed or forged."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--checkpoints",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="Checkpoints that were kept elsewhere; beside those of AUDIT_CHECKPOINTS.",
        )

    def handle(self, *, checkpoints: list[Path], **options: Any) -> None:
        files = [*list_checkpoint_files(), *checkpoints]
        try:
            found = list(iter_chain_flaws(files))
        except OSError as error:
            raise CommandError(str(error)) from error
        for flaw in found:
            self.stdout.write(str(flaw))
        if found:
            raise CommandError(f"The audit trail is broken in {len(found)} places.")
        waiting = Entry.objects.filter(link=None).count()
        self.stdout.write(
            f"The audit trail is intact: {Link.objects.count()} entries sealed, "
            f"{waiting} waiting for the worker; {Checkpoint.objects.count()} checkpoints "
            f"in the database, {len(files)} files of them beside it."
        )
