"""Questions, papers, attempts and marking."""

from datetime import timedelta

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Questions, papers, attempts and marking."""

    name = "courses.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the course office, and have the worker mark what is out of time."""
        from courses.assessment import granting, receivers, timing  # noqa: PLC0415 — models must be ready
        from elearning.notices import wording  # noqa: PLC0415
        from elearning.worker import chores  # noqa: PLC0415

        receivers.connect()
        wording.register(granting.KIND, granting.say)
        chores.register(
            "assessment.mark_overdue", timing.mark_overdue, every=timedelta(seconds=30)
        )
