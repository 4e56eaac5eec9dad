"""The question bank as its authors see it."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """The question bank as its authors see it."""

    name = "content.questions"
    label = "questions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.publishing.manifest import register_bank  # noqa: PLC0415
        from content.questions import receivers  # noqa: F401, PLC0415 — connects them
        from content.questions.models import bank  # noqa: PLC0415 — apps must be ready

        register_bank(bank)
