"""How long what is kept, and what somebody may have erased."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    """How long what is kept, and what somebody may have erased."""

    name = "courses.retention"
    label = "retention"
    verbose_name = _("retention")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the worker remove what has had its time, and carry out erasures."""
        from courses.retention import (
            erasing,
            removing,
            requesting,
            telling,
        )
        from elearning.notices import wording
        from elearning.worker import chores

        wording.register(requesting.KIND, requesting.say)
        wording.register(erasing.KIND, erasing.say)
        wording.register(telling.KIND, telling.say)
        chores.register("privacy.erased", erasing.carry_out_due, removes=True)

        chores.register(
            "retention.removed",
            removing.remove_due,
            every=timedelta(minutes=10),
            removes=True,
        )
