"""Notices to users."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices to users."""

    name = "elearning.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.interface import navigation
        from elearning.notices.notice_mail import mail_waiting_notices
        from elearning.notices.unread_notices import count_unread_notices
        from elearning.worker import jobs

        navigation.register_notices_page("notices:list", count_unread_notices)
        jobs.register_job("notices mailed", mail_waiting_notices)
