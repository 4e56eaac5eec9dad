"""Checks for data of real people in trainers’ texts."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Checks for data of real people in trainers’ texts."""

    name = "content.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.privacy import translation_guard
