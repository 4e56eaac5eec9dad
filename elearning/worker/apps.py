"""What is due, done by the worker process."""

from datetime import timedelta

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """What is due, done by the worker process."""

    name = "elearning.worker"
    label = "worker"

    def ready(self) -> None:
        from elearning.worker import (
            cache_tables,
            chores,
            recovery,
            working,
        )

        chores.register(working.RECOVERY, recovery.put_interrupted_back)
        chores.register(
            "finished tasks removed",
            recovery.remove_done,
            every=timedelta(hours=1),
            removes=True,
        )
        chores.register(
            "expired cache entries removed",
            cache_tables.remove_expired,
            every=timedelta(minutes=10),
        )
