"""No data of real people in what trainers write."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """No data of real people in what trainers write."""

    name = "content.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.privacy import translation_guard
