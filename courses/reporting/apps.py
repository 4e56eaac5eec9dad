"""Reports: what is selected, counted and taken out, now or by a schedule."""

from datetime import timedelta

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Reports: what is selected, counted and taken out, now or by a schedule."""

    name = "courses.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the worker make reports and remove them, and say how they are told of."""
        from courses.reporting import (
            running,
            scheduling,
            telling,
        )
        from elearning.notices import wording
        from elearning.worker import chores

        wording.register(telling.READY, telling.say_ready)
        wording.register(telling.FAILED, telling.say_failed)
        wording.register(telling.STOPPED, telling.say_stopped)
        often = timedelta(seconds=5)
        chores.register("reports due", scheduling.order_due)
        chores.register("reports made", running.write_due, every=often)
        chores.register(
            "reports removed",
            running.remove_old,
            every=timedelta(hours=1),
            removes=True,
        )
