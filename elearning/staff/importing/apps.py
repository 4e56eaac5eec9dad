"""Staff lists of the personnel system, compared with what is known, then applied."""

from datetime import timedelta

from django.apps import AppConfig

_SOON = timedelta(seconds=2)


class ImportingConfig(AppConfig):
    """Staff lists of the personnel system, compared with what is known, then applied."""

    name = "elearning.staff.importing"
    label = "staff_importing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the worker compare and apply what waits."""
        from elearning.staff.importing import (
            forgetting,
            picking_up,
            working,
        )
        from elearning.worker import chores

        chores.register("staff.lists_picked_up", picking_up.pick_up)
        chores.register(
            "staff.lists_confirmed", picking_up.confirm_harmless, every=_SOON
        )
        chores.register(
            "staff.lists_forgotten",
            forgetting.remove_old,
            every=timedelta(days=1),
            removes=True,
        )
        chores.register("staff.lists_compared", working.compare_due, every=_SOON)
        chores.register("staff.lists_applied", working.apply_due, every=_SOON)
