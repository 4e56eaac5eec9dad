"""HTTP interface for other systems of the service, and its keys."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """HTTP interface for other systems of the service, and its keys."""

    name = "elearning.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.api import receivers
