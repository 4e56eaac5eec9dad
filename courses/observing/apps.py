"""Practice that was observed by a colleague, with its own validity (curriculum R14)."""

from datetime import timedelta

from django.apps import AppConfig


class ObservingConfig(AppConfig):
    """Practice that was observed by a colleague."""

    name = "courses.observing"
    label = "observing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Word what people are told, and have second looks found."""
        from courses.observing import following
        from elearning.notices import wording
        from elearning.worker import chores

        wording.register(following.KIND, following.say)
        chores.register("second looks", following.remind, every=timedelta(hours=1))
