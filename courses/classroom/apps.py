"""Classroom courses."""

from datetime import timedelta

from django.apps import AppConfig


class ClassroomConfig(AppConfig):
    """Classroom courses."""

    name = "courses.classroom"

    def ready(self) -> None:
        from courses.classroom import session_notices, session_reminders
        from elearning.worker import jobs

        session_notices.register_session_notices()
        jobs.register_job(
            "sessions of tomorrow",
            session_reminders.send_session_reminders,
            every=timedelta(hours=1),
        )
