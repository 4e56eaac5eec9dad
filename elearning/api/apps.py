"""The HTTP interface for other systems of the service, and the keys to it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The HTTP interface for other systems of the service, and the keys to it."""

    name = "elearning.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.api import receivers
