"""Certificates that a changed guideline makes due for an update, and how they get it."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpdatingConfig(AppConfig):
    """Certificates that a changed guideline makes due for an update."""

    name = "courses.updating"
    label = "updating"
    verbose_name = _("updates of certificates")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to releases of guidelines and to marked tests; have the worker tell."""
        from courses.updating import announcing, receivers
        from elearning.notices import wording
        from elearning.worker import chores

        receivers.connect()
        wording.register(announcing.KIND, announcing.say)
        chores.register(
            "updates announced", announcing.announce, every=timedelta(minutes=10)
        )
