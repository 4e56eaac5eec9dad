"""Requirements and standings: who must hold what, and who is late, on any date."""

from datetime import timedelta

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Requirements and standings: who must hold what, and who is late, on any date."""

    name = "courses.compliance"
    label = "compliance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.certificates.lifecycle import issue_notices
        from courses.compliance import (
            course_assignment,
            exemption_notices,
            receivers,
            reminders,
            renewal_notices,
            renewals,
        )
        from courses.compliance.periods import period_rebuild
        from courses.compliance.periods import (
            receivers as _periods,
        )
        from courses.compliance.reminders import reminder_notices
        from elearning.notices import notice_texts as notices
        from elearning.worker import jobs

        reminder_notices.register()
        renewal_notices.register()
        notices.register_notice_text(
            exemption_notices.DECIDED_KIND, exemption_notices.render_decision_notice
        )
        notices.register_notice_text(
            exemption_notices.LIMITED_KIND, exemption_notices.render_limit_notice
        )
        issue_notices.register_renewal_reader(renewals.load_renewal_days)
        jobs.register_job(
            "standings spread out", period_rebuild.rebuild_waiting_periods
        )
        jobs.register_job(
            "standings looked at again",
            period_rebuild.request_rolling_rebuild,
            every=timedelta(days=1),
        )
        jobs.register_job(
            "courses assigned",
            course_assignment.assign_due_courses,
            every=timedelta(hours=1),
        )
        jobs.register_job(
            "courses taken back",
            course_assignment.end_obsolete_assignments,
            every=timedelta(hours=1),
        )
        jobs.register_job(
            "reminders", reminders.send_reminders, every=timedelta(hours=1)
        )
