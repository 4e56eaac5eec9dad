"""Completions, which are never changed, and xAPI statements."""

from datetime import timedelta

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Completions, which are never changed, and xAPI statements."""

    name = "courses.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.records import receivers
        from courses.records.export import export_jobs
        from courses.records.forwarding import backfill_queue, outbox_worker
        from elearning.worker import jobs

        often = timedelta(seconds=5)
        jobs.register_job(
            "statements sent on", outbox_worker.send_due_statements, every=often
        )
        jobs.register_job(
            "statements queued", backfill_queue.queue_older_statements, every=often
        )
        jobs.register_job("exports written", export_jobs.write_next_export, every=often)
        jobs.register_job(
            "exports removed",
            export_jobs.remove_old_exports,
            every=timedelta(days=1),
            removes=True,
        )
