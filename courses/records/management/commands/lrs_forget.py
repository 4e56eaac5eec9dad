"""Management command that erases the data of a person from the record store."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.records import person_erasure
from courses.records.person_erasure import ErasureSubject
from elearning.lrs.models import Target


class Command(BaseCommand):
    """Delete somebody's statements, their attachments, documents and practice.

    Without --yes it says what it would delete. Completions and certificates stay.
    Answers given to practise are found by a service number only.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "who", help="A service number, a pseudonym, or an agent in JSON."
        )
        parser.add_argument("--reason", required=True, help="Kept in the audit trail.")
        parser.add_argument("--yes", action="store_true", help="Do it.")

    def handle(self, *, who: str, reason: str, yes: bool, **options: Any) -> None:
        if not reason.strip():
            raise CommandError("Give a reason: it is kept in the audit trail.")
        try:
            somebody = ErasureSubject.of(who)
        except (LookupError, ValueError) as error:
            raise CommandError(str(error)) from error
        if yes:
            kept = person_erasure.erase_person(somebody, by=None, reason=reason.strip())
        else:
            kept = person_erasure.count_traces(somebody)
        found = kept.store
        self.stdout.write("Deleted:" if yes else "Would delete (--yes does it):")
        self.stdout.write(
            f"statements: {found.statements}, attachments: {found.attachments}, "
            f"documents: {found.documents}"
        )
        if kept.practised:
            self.stdout.write(f"answers given to practise: {kept.practised}")
        if found.mentions:
            self.stdout.write(
                f"statements of others that name them: {found.mentions}, kept"
            )
        if Target.objects.exists():
            self.stdout.write(
                "Stores that statements were sent on to keep their copies."
            )
