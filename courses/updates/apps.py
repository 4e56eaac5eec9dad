"""Updates of certificates after changes of guidelines and courses."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpdatesConfig(AppConfig):
    """Updates of certificates after changes of guidelines and courses."""

    name = "courses.updates"
    label = "updating"
    verbose_name = _("updates of certificates")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.updates import receivers, update_notices
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
