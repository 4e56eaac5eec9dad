"""Staff lists of the personnel system, compared with what is known, then applied."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    """Staff lists of the personnel system, compared with what is known, then applied."""

    name = "elearning.staff.importing"
    label = "staff_importing"
    default_auto_field = "django.db.models.BigAutoField"
