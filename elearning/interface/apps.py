"""Shared parts of all pages."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import pre_migrate
from django.utils.module_loading import autodiscover_modules


class InterfaceConfig(AppConfig):
    """Shared parts of all pages."""

    name = "elearning.interface"
    label = "interface"

    def ready(self) -> None:
        autodiscover_modules("state_looks")
        # The signal comes from any app with models, as this one has none.
        pre_migrate.connect(
            create_cache_table, sender=apps.get_app_config("contenttypes")
        )


def create_cache_table(using: str, **kwargs: Any) -> None:
    """Create the cache table in the cache’s database; safe to repeat."""
    call_command("createcachetable", database=using, verbosity=0)
