"""Import of staff lists from the personnel system."""

from datetime import timedelta

from django.apps import AppConfig

_SOON = timedelta(seconds=2)


class ImportingConfig(AppConfig):
    """Import of staff lists from the personnel system."""

    name = "elearning.staff.importing"
    label = "staff_importing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the worker jobs that compare and apply lists."""
        from elearning.staff.importing import (
            staff_list_files,
            staff_list_folder,
            staff_list_jobs,
        )
        from elearning.worker import jobs

        jobs.register_job("staff.lists_picked_up", staff_list_folder.collect_new_files)
        jobs.register_job(
            "staff.lists_confirmed", staff_list_folder.confirm_safe_lists, every=_SOON
        )
        jobs.register_job(
            "staff.lists_forgotten",
            staff_list_files.remove_old_list_files,
            every=timedelta(days=1),
            removes=True,
        )
        jobs.register_job(
            "staff.lists_compared", staff_list_jobs.compare_waiting_lists, every=_SOON
        )
        jobs.register_job(
            "staff.lists_applied", staff_list_jobs.apply_confirmed_lists, every=_SOON
        )
