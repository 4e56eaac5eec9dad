"""Completions that never change, and the same told in xAPI."""

from datetime import timedelta

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Completions that never change, and the same told in xAPI."""

    name = "courses.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what happens, and have the worker send statements on."""
        from courses.records import (
            backfilling,
            exports,
            forwarding,
            receivers,
        )
        from elearning.worker import chores

        often = timedelta(seconds=5)
        chores.register("statements sent on", forwarding.send_due, every=often)
        chores.register("statements queued", backfilling.queue_earlier, every=often)
        chores.register("exports written", exports.write_due, every=often)
        chores.register(
            "exports removed", exports.remove_old, every=timedelta(days=1), removes=True
        )
