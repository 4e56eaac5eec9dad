"""Instruments, guidelines and their clauses."""

from django.apps import AppConfig


class ProvisionsConfig(AppConfig):
    """Instruments, guidelines and their clauses."""

    name = "courses.provisions"
    label = "provisions"
    default_auto_field = "django.db.models.BigAutoField"
