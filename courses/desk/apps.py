"""Screens of HR, reviewers and administrators."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Screens of HR, reviewers and administrators."""

    name = "courses.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the menu, and say how the addresses of reports are read."""
        from courses.desk import menu  # noqa: PLC0415 — models must be ready
        from courses.desk.reports.addresses import read  # noqa: PLC0415
        from courses.reporting import addresses  # noqa: PLC0415

        menu.register()
        addresses.register(read)
