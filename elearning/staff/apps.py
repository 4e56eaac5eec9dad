"""Who works where."""

from datetime import timedelta

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Who works where."""

    name = "elearning.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the worker follow what was entered ahead: remits, moves in the tree."""
        from elearning.staff.relocating import follow_relocations
        from elearning.staff.remits import follow_remits
        from elearning.worker import chores

        chores.register(
            "staff.follow_remits", follow_remits, every=timedelta(minutes=5)
        )
        chores.register(
            "staff.follow_relocations", follow_relocations, every=timedelta(hours=1)
        )
