"""Screens of HR, reviewers and administrators."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Screens of HR, reviewers and administrators."""

    name = "courses.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.desk import menu  # noqa: PLC0415 — models must be ready

        menu.register()
