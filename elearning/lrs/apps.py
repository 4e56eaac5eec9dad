"""The xAPI Learning Record Store."""

from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LrsConfig(AppConfig):
    """The xAPI Learning Record Store."""

    name = "elearning.lrs"
    label = "lrs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Forget ids once the database changed beneath the process; name the chores."""
        from elearning.lrs import canonical, credentials, resolving
        from elearning.lrs.partitions import months
        from elearning.worker import chores

        post_migrate.connect(resolving.forget, sender=self)
        post_migrate.connect(canonical.forget, sender=self)
        daily = timedelta(days=1)
        chores.register(
            "old tokens forgotten", credentials.forget_tokens, every=daily, removes=True
        )
        chores.register("months partitioned", months.keep_ahead, every=daily)
