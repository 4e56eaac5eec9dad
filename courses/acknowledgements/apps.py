"""Acknowledgements of guidelines, and rules who has to read them."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcknowledgementsConfig(AppConfig):
    """Acknowledgements of guidelines, and rules who has to read them."""

    name = "courses.acknowledgements"
    label = "acknowledging"
    verbose_name = _("acknowledgements of guidelines")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the notice text and the job for reminders."""
        from courses.acknowledgements import reading_reminders
        from elearning.notices import notice_texts
        from elearning.worker import jobs

        notice_texts.register_notice_text(
            reading_reminders.KIND, reading_reminders.render_guideline_due_notice
        )
        jobs.register_job(
            "guidelines due",
            reading_reminders.send_reading_reminders,
            every=timedelta(hours=1),
        )
