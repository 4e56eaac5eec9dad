"""Guidelines that people have read and understood, and who has to."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcknowledgingConfig(AppConfig):
    """Guidelines that people have read and understood, and who has to."""

    name = "courses.acknowledging"
    label = "acknowledging"
    verbose_name = _("acknowledgements of guidelines")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the worker remind people."""
        from courses.acknowledging import reminding
        from elearning.notices import wording
        from elearning.worker import chores

        wording.register(reminding.KIND, reminding.say)
        chores.register("guidelines due", reminding.remind, every=timedelta(hours=1))
