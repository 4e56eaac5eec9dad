"""Retention periods and erasure requests."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    """Retention periods and erasure requests."""

    name = "courses.retention"
    label = "retention"
    verbose_name = _("retention")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.retention import (
            data_erasure,
            erasure_request_notices,
            privacy_requests,
            retention_sweeps,
        )
        from elearning.notices import notice_texts
        from elearning.worker import jobs

        notice_texts.register_notice_text(
            privacy_requests.KIND, privacy_requests.render_erasure_decided_notice
        )
        notice_texts.register_notice_text(
            data_erasure.KIND, data_erasure.render_erasure_done_notice
        )
        notice_texts.register_notice_text(
            erasure_request_notices.KIND,
            erasure_request_notices.render_erasure_requested_notice,
        )
        jobs.register_job("privacy.erased", data_erasure.run_due_erasures, removes=True)

        jobs.register_job(
            "retention.removed",
            retention_sweeps.remove_expired_records,
            every=timedelta(minutes=10),
            removes=True,
        )
