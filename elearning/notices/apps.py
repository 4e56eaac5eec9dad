"""Messages to people."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages to people."""

    name = "elearning.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.interface import navigation
        from elearning.notices.mailing import mail_waiting
        from elearning.notices.unread import count_unread
        from elearning.worker import chores

        navigation.register_notices("notices:list", count_unread)
        chores.register("notices mailed", mail_waiting)
