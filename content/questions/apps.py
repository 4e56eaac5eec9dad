"""Authoring of the question bank."""

from datetime import timedelta

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Authoring of the question bank."""

    name = "content.questions"

    def ready(self) -> None:
        from content.publishing.page_tree_manifest import register_bank
        from content.questions import picture_cleanup, receivers
        from content.questions.models import list_releasable_question_keys
        from elearning.worker import jobs

        register_bank(list_releasable_question_keys)
        jobs.register_job(
            "questions.pictures",
            picture_cleanup.remove_unused_pictures,
            every=timedelta(days=1),
            removes=True,
        )
