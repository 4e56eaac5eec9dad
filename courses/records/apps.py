"""Completions that never change, and the same told in xAPI."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Completions that never change, and the same told in xAPI."""

    name = "courses.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
