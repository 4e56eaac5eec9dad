"""Guidelines that people have read and understood, and who has to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcknowledgingConfig(AppConfig):
    """Guidelines that people have read and understood, and who has to."""

    name = "courses.acknowledging"
    label = "acknowledging"
    verbose_name = _("acknowledgements of guidelines")
    default_auto_field = "django.db.models.BigAutoField"
