"""Courses, editions, enrolments and progress."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Courses, editions, enrolments and progress."""

    name = "courses"
    label = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Word the notices of the course office, and have planned releases done."""
        from courses import (
            planning,
            safeguarding,
            translating,
        )
        from elearning.notices import wording
        from elearning.worker import chores

        wording.register(safeguarding.KIND, safeguarding.say)
        wording.register(planning.KIND, planning.say)
        wording.register(translating.SUBMITTED, translating.say_submitted)
        wording.register(translating.BEHIND, translating.say_behind)
        chores.register("courses.planned_releases", planning.release_due)
