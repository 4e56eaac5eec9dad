"""Instruments, guidelines and their clauses."""

from django.apps import AppConfig


class ProvisionsConfig(AppConfig):
    """Instruments, guidelines and their clauses."""

    name = "courses.provisions"
    label = "provisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the course office."""
        from courses.provisions import receivers  # noqa: PLC0415 — models must be ready

        receivers.connect()
