"""Who may sign in."""

from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from elearning.accounts.roles import recreate_groups
from elearning.worker import chores


class AccountsConfig(AppConfig):
    """Who may sign in."""

    name = "elearning.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.accounts import (
            checks,
            open_sessions,
            receivers,
        )

        receivers.connect()
        chores.register(
            "expired sessions deleted",
            open_sessions.remove_expired,
            every=timedelta(hours=1),
            removes=True,
        )
        post_migrate.connect(recreate_groups, sender=self)
