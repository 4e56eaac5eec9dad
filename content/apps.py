"""The pages."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """The pages."""

    name = "content"
    label = "content"
    default_auto_field = "django.db.models.BigAutoField"
