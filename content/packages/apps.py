"""Courses as files."""

from datetime import timedelta

from django.apps import AppConfig


class PackagesConfig(AppConfig):
    """Courses as files."""

    name = "content.packages"
    label = "course_packages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the worker make courses of packages, and word the notice of it."""
        from content.packages import importing
        from elearning.notices import wording
        from elearning.worker import chores

        wording.register(importing.KIND, importing.say)
        chores.register(
            "packages.imports", importing.bring_in_due, every=timedelta(seconds=2)
        )
