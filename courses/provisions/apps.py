"""Instruments, guidelines and their clauses."""

from django.apps import AppConfig


class ProvisionsConfig(AppConfig):
    """Instruments, guidelines and their clauses."""

    name = "courses.provisions"
    label = "provisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers; register guidelines as releasable, and the stale-text check."""
        from courses.models import Course
        from courses.provisions import receivers, staleness
        from courses.provisions.document_release import DocumentProposal
        from courses.release import gates, releasables

        releasables.register(DocumentProposal)
        gates.register(Course, staleness.list_stale_findings)
