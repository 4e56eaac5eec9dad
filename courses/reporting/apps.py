"""Reports: selection, counting and export, at once or by a schedule."""

from datetime import timedelta

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Reports: selection, counting and export, at once or by a schedule."""

    name = "courses.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.reporting import report_notices, report_runs, report_schedules
        from elearning.notices import notice_texts
        from elearning.worker import jobs

        notice_texts.register_notice_text(
            report_notices.READY, report_notices.render_ready_notice
        )
        notice_texts.register_notice_text(
            report_notices.FAILED, report_notices.render_failed_notice
        )
        notice_texts.register_notice_text(
            report_notices.STOPPED, report_notices.render_stopped_notice
        )
        often = timedelta(seconds=5)
        jobs.register_job("reports due", report_schedules.order_due_reports)
        jobs.register_job("reports made", report_runs.make_next_report, every=often)
        jobs.register_job(
            "reports removed",
            report_runs.remove_expired_files,
            every=timedelta(hours=1),
            removes=True,
        )
