"""Who must hold what, and who is late, on any date."""

from datetime import timedelta

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Who must hold what, and who is late, on any date."""

    name = "courses.compliance"
    label = "compliance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.certificates.life import announcing
        from courses.compliance import (
            assigning,
            exempting,
            receivers,
            reminding,
            renewal_wording,
            renewing,
        )
        from courses.compliance.periods import (
            receivers as _periods,
        )
        from courses.compliance.periods import refreshing
        from courses.compliance.reminding import wording
        from elearning.notices import wording as notices
        from elearning.worker import chores

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
