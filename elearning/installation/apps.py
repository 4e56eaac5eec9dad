"""What this installation is: one of the service, or a demonstration."""

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    """What this installation is: one of the service, or a demonstration."""

    name = "elearning.installation"
    label = "installation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.installation import checks
