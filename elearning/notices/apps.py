"""Messages to people."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages to people."""

    name = "elearning.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
