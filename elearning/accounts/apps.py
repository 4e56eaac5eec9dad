"""Accounts, roles and sign-in."""

from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from elearning.accounts.roles import ensure_role_groups
from elearning.worker import jobs


class AccountsConfig(AppConfig):
    """Accounts, roles and sign-in."""

    name = "elearning.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.accounts import checks, open_sessions, receivers

        jobs.register_job(
            "expired sessions deleted",
            open_sessions.remove_expired_sessions,
            every=timedelta(hours=1),
            removes=True,
        )
        post_migrate.connect(ensure_role_groups, sender=self)
