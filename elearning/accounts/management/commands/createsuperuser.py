"""Replacement of Django’s ``createsuperuser``, which refuses and names the right command."""

from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _


class Command(BaseCommand):
    """Refuse an account that stands outside every rule, and say what to run instead."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept the arguments of Django’s own command, so that the refusal is shown."""
        parser.add_argument(
            "--noinput", "--no-input", action="store_false", dest="interactive"
        )
        parser.add_argument("--staff_number")
        parser.add_argument("--database")

    def handle(self, **options: Any) -> NoReturn:
        raise CommandError(
            _(
                "There is no all-powerful account on this platform. Create the "
                "first account with “manage.py first_administrator”."
            )
        )
