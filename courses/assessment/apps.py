"""Questions, papers, attempts and marking."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Questions, papers, attempts and marking."""

    name = "courses.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"
