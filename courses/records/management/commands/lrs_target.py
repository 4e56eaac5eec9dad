"""Have statements sent on to another Learning Record Store, or stop sending them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.core.validators import URLValidator, validate_slug
from django.db import transaction

from elearning.audit import trail
from elearning.lrs.models import Target


class Command(BaseCommand):
    """Have statements sent on to another store from now on, or stop sending them."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="A short name in Latin letters.")
        parser.add_argument("endpoint", help="Its address, up to “statements”.")
        parser.add_argument("--stop", action="store_true", help="Send no more to it.")

    def handle(self, *, name: str, endpoint: str, stop: bool, **options: Any) -> None:
        validate_slug(name)
        URLValidator(schemes=["http", "https"])(endpoint)
        with transaction.atomic():
            target, _created = Target.objects.update_or_create(
                name=name, defaults={"endpoint": endpoint, "is_active": not stop}
            )
            trail.write("records.target_set", by=None, on=target, is_active=not stop)
        if not stop:
            path = settings.KEYS_DIR / f"xapi-{name}"
            self.stdout.write(f"Put its key:secret into {path}.")
