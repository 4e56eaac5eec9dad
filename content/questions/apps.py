"""The question bank as its authors see it."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """The question bank as its authors see it."""

    name = "content.questions"
    label = "questions"
    default_auto_field = "django.db.models.BigAutoField"
