"""Offline courses: downloads to devices, and acts sent back from them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfflineConfig(AppConfig):
    """Offline courses: downloads to devices, and acts sent back from them."""

    name = "content.offline"
    label = "offline"
    verbose_name = _("downloaded courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the retention and personal data copy of device acts."""
        from content.offline.act_retention import KEPT
        from courses.retention import external_data

        external_data.register(KEPT)
