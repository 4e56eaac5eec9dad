"""Screens of HR, reviewers and administrators."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Screens of HR, reviewers and administrators."""

    name = "courses.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the menu, and say how the addresses of reports are read."""
        from courses.desk import menu
        from courses.desk.reports.addresses import read
        from courses.reporting import addresses

        menu.register()
        addresses.register(read)
