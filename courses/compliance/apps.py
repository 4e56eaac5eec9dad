"""Who must hold what, and who is late, on any date."""

from datetime import timedelta

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Who must hold what, and who is late, on any date."""

    name = "courses.compliance"
    label = "compliance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.certificates.life import announcing  # noqa: PLC0415 — models first
        from courses.compliance import (  # noqa: PLC0415
            assigning,
            exempting,
            receivers,  # noqa: F401 — listens
            reminding,
            renewal_wording,
            renewing,
        )
        from courses.compliance.periods import (  # noqa: PLC0415
            receivers as _periods,  # noqa: F401 — listens
        )
        from courses.compliance.periods import refreshing  # noqa: PLC0415
        from courses.compliance.reminding import wording  # noqa: PLC0415
        from elearning.notices import wording as notices  # noqa: PLC0415
        from elearning.worker import chores  # noqa: PLC0415

        wording.register()
        renewal_wording.register()
        notices.register(exempting.DECIDED_KIND, exempting.say_decided)
        announcing.register_renewals(renewing.with_renewals)
        chores.register("standings spread out", refreshing.refresh_waiting)
        chores.register(
            "standings looked at again", refreshing.ask_some, every=timedelta(days=1)
        )
        chores.register(
            "courses assigned", assigning.assign_due, every=timedelta(hours=1)
        )
        chores.register(
            "courses taken back", assigning.take_back, every=timedelta(hours=1)
        )
        chores.register("reminders", reminding.remind, every=timedelta(hours=1))
