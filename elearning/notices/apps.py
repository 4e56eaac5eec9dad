"""Messages to people."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages to people."""

    name = "elearning.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.interface import navigation  # noqa: PLC0415 — models must be ready
        from elearning.notices.mailing import mail_waiting  # noqa: PLC0415
        from elearning.notices.unread import count_unread  # noqa: PLC0415
        from elearning.worker import chores  # noqa: PLC0415

        navigation.register_notices("notices:list", count_unread)
        chores.register("notices mailed", mail_waiting)
