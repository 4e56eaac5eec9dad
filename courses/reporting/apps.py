"""Reports: what is selected, counted and taken out, now or by a schedule."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Reports: what is selected, counted and taken out, now or by a schedule."""

    name = "courses.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
