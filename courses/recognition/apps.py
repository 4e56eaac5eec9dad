"""Recognition of prior learning by two people."""

from datetime import timedelta

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """Recognition of prior learning by two people."""

    name = "courses.recognition"
    label = "recognition"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the notice texts and the jobs of this app."""
        from courses.recognition import (
            pass_corrections,
            prior_learning_decisions,
            receivers,
            scan_store,
        )
        from courses.recognition.consistency import check_run
        from elearning.notices import notice_texts
        from elearning.worker import jobs

        notice_texts.register_notice_text(
            prior_learning_decisions.KIND,
            prior_learning_decisions.render_training_recognised_notice,
        )
        notice_texts.register_notice_text(
            prior_learning_decisions.DECIDED_KIND,
            prior_learning_decisions.render_claim_decided_notice,
        )
        notice_texts.register_notice_text(
            pass_corrections.KIND, pass_corrections.render_record_corrected_notice
        )
        notice_texts.register_notice_text(
            pass_corrections.DECIDED_KIND,
            pass_corrections.render_correction_decided_notice,
        )
        jobs.register_job(
            "old scans of papers",
            scan_store.remove_expired_scans,
            every=timedelta(hours=1),
            removes=True,
        )
        jobs.register_job(
            "check of the records", check_run.run_daily_check, every=timedelta(hours=1)
        )
