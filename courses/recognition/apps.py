"""Training that was passed elsewhere or earlier, recognised by two persons."""

from datetime import timedelta

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """Training that was passed elsewhere or earlier, recognised by two persons."""

    name = "courses.recognition"
    label = "recognition"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Word what people are told, and have old scans removed."""
        from courses.recognition import (
            correcting,
            deciding,
            keeping,
            receivers,
        )
        from courses.recognition.checking import running
        from elearning.notices import wording
        from elearning.worker import chores

        wording.register(deciding.KIND, deciding.say)
        wording.register(deciding.DECIDED_KIND, deciding.say_decided)
        wording.register(correcting.KIND, correcting.say)
        wording.register(correcting.DECIDED_KIND, correcting.say_decided)
        chores.register(
            "old scans of papers",
            keeping.remove_old,
            every=timedelta(hours=1),
            removes=True,
        )
        chores.register(
            "check of the records", running.check_daily, every=timedelta(hours=1)
        )
