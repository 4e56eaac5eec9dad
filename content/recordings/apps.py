"""Films and recordings, converted for slow connections."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordingsConfig(AppConfig):
    """Films and recordings, converted for slow connections."""

    name = "content.recordings"
    label = "recordings"
    verbose_name = _("videos and recordings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the job that converts uploads, one file after the other."""
        from content.recordings import receivers
        from content.recordings.recording_conversion import RecordingConverter
        from elearning.worker import jobs

        jobs.register_job(
            "recordings", RecordingConverter().tick, every=timedelta(seconds=5)
        )
