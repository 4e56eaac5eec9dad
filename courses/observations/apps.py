"""Practice observed by a colleague, with its own validity (curriculum R14)."""

from datetime import timedelta

from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    """Practice observed by a colleague, with its own validity (curriculum R14)."""

    name = "courses.observations"
    label = "observing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the notice text and the job for follow-ups."""
        from courses.observations import follow_up_reminders
        from elearning.notices import notice_texts
        from elearning.worker import jobs

        notice_texts.register_notice_text(
            follow_up_reminders.KIND, follow_up_reminders.render_follow_up_notice
        )
        jobs.register_job(
            "second looks",
            follow_up_reminders.send_follow_up_reminders,
            every=timedelta(hours=1),
        )
