"""Instruments, guidelines and their clauses."""

from django.apps import AppConfig


class ProvisionsConfig(AppConfig):
    """Instruments, guidelines and their clauses."""

    name = "courses.provisions"
    label = "provisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the course office, and warn it of what is stale before a release."""
        from courses.provisions import receivers, releasable_document, staleness
        from courses.release import gates

        releasable_document.register()
        gates.register(staleness.list_stale_findings)
