"""Certificates issued and verified."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Certificates issued and verified."""

    name = "courses.certificates"
    label = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the records."""
        from courses.certificates import receivers  # noqa: F401, PLC0415 — models must be ready
