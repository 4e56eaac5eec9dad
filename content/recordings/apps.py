"""Films and recordings, made light enough for a poor line."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordingsConfig(AppConfig):
    """Films and recordings, made light enough for a poor line."""

    name = "content.recordings"
    label = "recordings"
    verbose_name = _("films and recordings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Convert what was uploaded, one file after the other."""
        from content.recordings import receivers
        from content.recordings.recording_conversion import RecordingConverter
        from elearning.worker import jobs

        jobs.register_job(
            "recordings", RecordingConverter().tick, every=timedelta(seconds=5)
        )
