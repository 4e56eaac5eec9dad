"""Certificates that a changed guideline makes due for an update, and how they get it."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpdatingConfig(AppConfig):
    """Certificates that a changed guideline makes due for an update."""

    name = "courses.updating"
    label = "updating"
    verbose_name = _("updates of certificates")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to releases of guidelines and to marked tests; have the worker tell."""
        from courses.updating import receivers, update_notices
        from elearning.notices import notice_texts
        from elearning.worker import jobs

        notice_texts.register_notice_text(
            update_notices.KIND, update_notices.render_update_notice
        )
        jobs.register_job(
            "updates announced",
            update_notices.announce_updates,
            every=timedelta(minutes=10),
        )
