"""Screens of the learner."""

from django.apps import AppConfig


class LearnerConfig(AppConfig):
    """Screens of the learner."""

    name = "courses.learner"
    label = "learner"
    default_auto_field = "django.db.models.BigAutoField"
