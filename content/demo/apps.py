"""Invented people for a demonstration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Invented people for a demonstration."""

    name = "content.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
