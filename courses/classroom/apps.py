"""Courses held in a classroom."""

from datetime import timedelta

from django.apps import AppConfig


class ClassroomConfig(AppConfig):
    """Courses held in a classroom."""

    name = "courses.classroom"
    label = "classroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Word what people are told, and have tomorrow's sessions found."""
        from courses.classroom import (
            reminding,
            telling,
        )
        from elearning.worker import chores

        telling.register()
        chores.register(
            "sessions of tomorrow", reminding.remind, every=timedelta(hours=1)
        )
