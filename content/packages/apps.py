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
        from content.packages import importing  # noqa: PLC0415 — models must be ready
        from elearning.notices import wording  # noqa: PLC0415
        from elearning.worker import chores  # noqa: PLC0415

        wording.register(importing.KIND, importing.say)
        chores.register(
            "packages.imports", importing.bring_in_due, every=timedelta(seconds=2)
        )
