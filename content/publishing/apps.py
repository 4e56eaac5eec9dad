"""Versions of what trainers publish."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Versions of what trainers publish."""

    name = "content.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.publishing import receivers, scheduling
        from elearning.notices import wording
        from elearning.worker import chores

        wording.register(scheduling.KIND, scheduling.say)
        chores.register("scheduled publications", scheduling.publish_due)
