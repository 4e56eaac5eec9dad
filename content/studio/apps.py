"""Wagtail's admin dressed for trainers."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Wagtail's admin dressed for trainers."""

    name = "content.studio"
    label = "studio"
    default_auto_field = "django.db.models.BigAutoField"
