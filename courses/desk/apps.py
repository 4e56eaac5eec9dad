"""Screens for the personnel office, trainers, reviewers and administrators."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Screens for the personnel office, trainers, reviewers and administrators."""

    name = "courses.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the menu entries, and the reader of report addresses."""
        from courses.desk import menu
        from courses.desk.reports.saved_report_filters import read_report_query
        from courses.reporting import selection_queries

        menu.register()
        selection_queries.register_query_reader(read_report_query)
