"""What every screen shares."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import pre_migrate


class InterfaceConfig(AppConfig):
    """What every screen shares."""

    name = "elearning.interface"
    label = "interface"

    def ready(self) -> None:
        # Any app with models tells that a migrate begins; this one has none.
        pre_migrate.connect(
            create_cache_table, sender=apps.get_app_config("contenttypes")
        )


def create_cache_table(using: str, **kwargs: Any) -> None:
    """Make the table of the cache where the cache is one; safe to repeat."""
    call_command("createcachetable", database=using, verbosity=0)
