"""The starter curriculum as text bundles."""

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    """The starter curriculum as text bundles."""

    name = "content.curriculum"
    label = "curriculum"
    default_auto_field = "django.db.models.BigAutoField"
