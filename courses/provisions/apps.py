"""Instruments, guidelines and their clauses."""

from django.apps import AppConfig


class ProvisionsConfig(AppConfig):
    """Instruments, guidelines and their clauses."""

    name = "courses.provisions"
    label = "provisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the course office, and warn it of what is stale before a release."""
        from courses import gates  # noqa: PLC0415 — models must be ready
        from courses.provisions import (  # noqa: PLC0415
            receivers,
            releasable,
            staleness,
        )

        receivers.connect()
        releasable.register()
        gates.register(staleness.findings)
