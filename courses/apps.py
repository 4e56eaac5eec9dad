"""Courses, editions, enrolments and progress."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Courses, editions, enrolments and progress."""

    name = "courses"
    label = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what a returned review says to its authors."""
        from courses import safeguarding  # noqa: PLC0415 — models must be ready
        from elearning.notices import wording  # noqa: PLC0415

        wording.register(safeguarding.KIND, safeguarding.say)
