"""Who works where."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Who works where."""

    name = "elearning.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"
