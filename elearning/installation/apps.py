"""State of the installation: demonstration, keys, clock and health."""

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    """State of the installation: demonstration, keys, clock and health."""

    name = "elearning.installation"
    label = "installation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.installation import checks
