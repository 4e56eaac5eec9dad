"""Management command for forwarding statements to another Learning Record Store."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from courses.records.errors import TargetError
from courses.records.forwarding import target_secrets, target_setup
from elearning.lrs.models import Target


class Command(BaseCommand):
    """Forward statements to another store from now on, or manage an existing one."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="A short name in Latin letters.")
        parser.add_argument("endpoint", nargs="?", help="Its address.")
        parser.add_argument("--test", action="store_true", help="Ask it who it is.")
        parser.add_argument("--pause", action="store_true", help="Let statements wait.")
        parser.add_argument("--resume", action="store_true", help="Send to it again.")
        parser.add_argument(
            "--retry", action="store_true", help="Retry what is parked."
        )
        parser.add_argument("--stop", action="store_true", help="Keep none for it.")
        parser.add_argument(
            "--since", type=_day, help="Send what is older, from a day."
        )

    def handle(self, *, name: str, endpoint: str | None, **options: Any) -> None:
        try:
            target = self._set(name, endpoint)
            for option in ("pause", "resume", "retry", "stop"):
                if options[option]:
                    getattr(target_setup, f"{option}_target")(target, by=None)
            if options["since"]:
                target_setup.order_backfill(target, options["since"], by=None)
        except TargetError as error:
            raise CommandError(str(error)) from None
        if options["test"]:
            self._test(target)

    def _set(self, name: str, endpoint: str | None) -> Target:
        """Return the target called ``name``: a new one, or one with a new address."""
        target = Target.objects.filter(name=name).first()
        if target and endpoint:
            target_setup.change_target(target, endpoint=endpoint, by=None)
        elif endpoint:
            target = target_setup.create_target(name, endpoint, "", "", by=None)
            path = target_secrets.get_target_secret_path(name)
            self.stdout.write(f"Put its key:secret into {path}.")
        if target is None:
            raise CommandError("Give the address of a new store.")
        return target

    def _test(self, target: Target) -> None:
        finding = target_setup.probe_target(target, by=None)
        if not finding.ok:
            raise CommandError(finding.text)
        self.stdout.write(finding.text)


def _day(text: str) -> datetime:
    """Return the beginning of a day in local time."""
    day = parse_date(text)
    if day is None:
        raise ValueError(text)
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
