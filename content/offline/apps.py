"""Courses taken along on a device: what it keeps, and what comes back from it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfflineConfig(AppConfig):
    """Courses taken along on a device: what it keeps, and what comes back from it."""

    name = "content.offline"
    label = "offline"
    verbose_name = _("courses taken along")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have acts of devices go with their time, and into the copy of their owner."""
        from content.offline.act_retention import KEPT
        from courses.retention import external_data

        external_data.register(KEPT)
