"""Publication of trainers’ texts as versions."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Publication of trainers’ texts as versions."""

    name = "content.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.publishing import receivers, scheduled_publication
        from elearning.notices import notice_texts
        from elearning.worker import jobs

        notice_texts.register_notice_text(
            scheduled_publication.KIND, scheduled_publication.render_refusal_notice
        )
        jobs.register_job(
            "scheduled publications", scheduled_publication.publish_due_revisions
        )
