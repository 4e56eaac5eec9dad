"""The xAPI Learning Record Store."""

from django.apps import AppConfig


class LrsConfig(AppConfig):
    """The xAPI Learning Record Store."""

    name = "elearning.lrs"
    label = "lrs"
    default_auto_field = "django.db.models.BigAutoField"
