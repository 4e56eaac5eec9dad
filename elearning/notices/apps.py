"""Messages to people."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from elearning.accounts.models import User


class NoticesConfig(AppConfig):
    """Messages to people."""

    name = "elearning.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from elearning.interface import navigation  # noqa: PLC0415 — models must be ready
        from elearning.notices.mailing import mail_waiting  # noqa: PLC0415
        from elearning.worker import chores  # noqa: PLC0415

        navigation.register_notices("notices:list", count_unread)
        chores.register("notices mailed", mail_waiting)


def count_unread(user: "User") -> int:
    """Return how many notices ``user`` has not read."""
    from elearning.notices.models import Notice  # noqa: PLC0415 — models must be ready

    return Notice.objects.visible_to(user).unread().count()
