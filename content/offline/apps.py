"""Courses taken along on a device: what it keeps, and what comes back from it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfflineConfig(AppConfig):
    """Courses taken along on a device: what it keeps, and what comes back from it."""

    name = "content.offline"
    label = "offline"
    verbose_name = _("courses taken along")
    default_auto_field = "django.db.models.BigAutoField"
