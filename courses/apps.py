"""Courses, editions, enrolments and progress."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Courses, editions, enrolments and progress."""

    name = "courses"
    label = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register courses as releasable, notice texts, and the job for planned releases."""
        from courses.release import (
            planned_releases,
            releasables,
            safeguard_reviews,
            submitted_translations,
        )
        from courses.release.edition_proposal import EditionProposal
        from elearning.notices import notice_texts
        from elearning.worker import jobs

        releasables.register(EditionProposal)
        notice_texts.register_notice_text(
            safeguard_reviews.KIND, safeguard_reviews.render_review_returned_notice
        )
        notice_texts.register_notice_text(
            planned_releases.KIND, planned_releases.render_planned_release_refusal
        )
        notice_texts.register_notice_text(
            submitted_translations.SUBMITTED,
            submitted_translations.render_translation_submitted_notice,
        )
        notice_texts.register_notice_text(
            submitted_translations.BEHIND,
            submitted_translations.render_translation_outdated_notice,
        )
        jobs.register_job("courses.planned_releases", planned_releases.run_due_releases)
