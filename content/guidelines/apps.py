"""Methodological guidelines as their authors see them."""

from django.apps import AppConfig


class GuidelinesConfig(AppConfig):
    """Methodological guidelines as their authors see them."""

    name = "content.guidelines"
    label = "guidelines"
    default_auto_field = "django.db.models.BigAutoField"
