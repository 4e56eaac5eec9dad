"""Staff, establishments, appointments and remits."""

from datetime import timedelta

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Staff, establishments, appointments and remits."""

    name = "elearning.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the worker jobs that apply future remits and relocations."""
        from elearning.staff.establishment_tree import apply_due_relocations
        from elearning.staff.remit_grants import update_roles_from_remits
        from elearning.worker import jobs

        jobs.register_job(
            "staff.follow_remits", update_roles_from_remits, every=timedelta(minutes=5)
        )
        jobs.register_job(
            "staff.follow_relocations", apply_due_relocations, every=timedelta(hours=1)
        )
