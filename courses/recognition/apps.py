"""Training that was passed elsewhere or earlier, recognised by two persons."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """Training that was passed elsewhere or earlier, recognised by two persons."""

    name = "courses.recognition"
    label = "recognition"
    default_auto_field = "django.db.models.BigAutoField"
