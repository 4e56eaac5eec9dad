"""The question bank as its authors see it."""

from datetime import timedelta

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """The question bank as its authors see it."""

    name = "content.questions"
    label = "questions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content.publishing.manifest import register_bank
        from content.questions import receivers, tidying
        from content.questions.models import bank
        from elearning.worker import chores

        register_bank(bank)
        chores.register(
            "questions.pictures",
            tidying.remove_unused,
            every=timedelta(days=1),
            removes=True,
        )
