"""The worker process, its jobs and its tasks."""

from datetime import timedelta

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """The worker process, its jobs and its tasks."""

    name = "elearning.worker"
    label = "worker"

    def ready(self) -> None:
        from elearning.worker import cache_tables, jobs, task_recovery, worker_process

        jobs.register_job(
            worker_process.RECOVERY, task_recovery.requeue_interrupted_tasks
        )
        jobs.register_job(
            "finished tasks removed",
            task_recovery.delete_finished_tasks,
            every=timedelta(hours=1),
            removes=True,
        )
        jobs.register_job(
            "expired cache entries removed",
            cache_tables.delete_expired_cache_entries,
            every=timedelta(minutes=10),
        )
