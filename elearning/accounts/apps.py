"""Who may sign in."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from elearning.accounts.roles import recreate_groups


class AccountsConfig(AppConfig):
    """Who may sign in."""

    name = "elearning.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.accounts import receivers  # noqa: PLC0415 — models must be ready

        receivers.connect()
        post_migrate.connect(recreate_groups, sender=self)
